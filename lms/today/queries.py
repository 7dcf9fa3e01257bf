"""What one person's today is made of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort
from lms.practice import queries as practice
from lms.practice.extensions import queries as extensions
from lms.practice.queries import Work
from lms.practice.rules import Due as Time

AHEAD = 5  # pieces of work shown as due


@dataclass(frozen=True)
class NextClass:
    """The class that runs now, or the next one of all, and how many its cohort has."""

    session: ClassSession
    cohort: Cohort
    of: int


@dataclass(frozen=True)
class Due:
    """Work that isn't handed in, when it is due for this learner, and in which cohort."""

    work: Work
    cohort: Cohort
    time: Time
    is_late: bool


@dataclass(frozen=True)
class Asked:
    """A cohort, and how many requests for more time wait in it."""

    cohort: Cohort
    requests: int


def next_class(mine: Sequence[Cohort], sessions: Sequence[ClassSession], now: datetime) -> NextClass | None:
    """What the cohorts hold next, given all their sessions in order."""
    session = next((session for session in sessions if session.ends_at > now), None)
    if session is None:
        return None
    cohort = next(cohort for cohort in mine if cohort.id == session.cohort_id)
    return NextClass(session, cohort, sum(other.cohort_id == cohort.id for other in sessions))


def asked_everywhere() -> list[Asked]:
    """Where requests for more time wait in any cohort, for a coordinator, soonest begun first. One statement."""
    return [Asked(cohort, requests) for cohort, requests in extensions.waiting_everywhere()]


def asked_in(mine: Sequence[Cohort], taught: Collection[int]) -> list[Asked]:
    """Where requests for more time wait in the cohorts that somebody teaches. At most one statement."""
    counts = extensions.waiting_in(taught) if taught else {}
    return [Asked(cohort, counts[cohort.id]) for cohort in mine if cohort.id in counts]


def due(mine: Sequence[Cohort], sessions: Sequence[ClassSession], learner_id: int, now: datetime) -> list[Due]:
    """What a learner has to hand in, in order: for the classes that have begun. Two statements."""
    begun = {(session.cohort_id, session.class_id) for session in sessions if session.starts_at <= now}
    times = cohorts.due_times_in(*mine)
    by_id = {cohort.id: cohort for cohort in mine}
    open_work = [
        Due(work, by_id[work.cohort_id], time, time.last_at < now)
        for work in practice.work_of(learner_id, *by_id)
        if work.latest is None
        and (work.cohort_id, work.assignment.class_id) in begun
        and (class_at := times.get((work.cohort_id, work.assignment.id)))
        and (time := work.due(class_at))
    ]
    return sorted(open_work, key=lambda due: due.time.at)[:AHEAD]
