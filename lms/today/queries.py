"""What one person's today is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort
from lms.practice import queries as practice
from lms.practice.queries import Work

AHEAD = 5  # pieces of work shown as due


@dataclass(frozen=True)
class Due:
    """Work that isn't handed in, and when it is due."""

    work: Work
    at: datetime
    is_late: bool


def next_session(sessions: Sequence[ClassSession], now: datetime) -> ClassSession | None:
    """The class that runs now, or the next one."""
    return next((session for session in sessions if session.ends_at > now), None)


def due(cohort: Cohort, sessions: Sequence[ClassSession], person_id: int, now: datetime) -> list[Due]:
    """What a learner has to hand in, in order: for classes held, and the one that comes next."""
    reached = {s.class_id for s in sessions if s.ends_at <= now}
    coming = next_session(sessions, now)
    if coming and coming.starts_at <= now:
        reached.add(coming.class_id)
    times = cohorts.due_times(cohort)
    open_work = [
        Due(work, times[work.assignment.id], times[work.assignment.id] < now)
        for work in practice.work_of(person_id, cohort.id)
        if work.latest is None and work.assignment.class_id in reached and work.assignment.id in times
    ]
    return sorted(open_work, key=lambda due: due.at)[:AHEAD]
