"""The classes of a cohort as one person meets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.classroom import rules
from lms.classroom.rules import Progress, Step
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort
from lms.demonstrations import queries as demonstrations
from lms.practice import queries as practice
from lms.practice.queries import Work
from lms.program import queries as programs
from lms.program.models import Demonstration


@dataclass(frozen=True)
class ClassCard:
    """One class in the list: when it is, what is done, what is due."""

    session: ClassSession
    demonstrations: Sequence[Demonstration]
    watched: Sequence[Step]
    work: Sequence[Work]
    due_at: datetime | None
    progress: Progress


def class_cards(cohort: Cohort, person_id: int) -> list[ClassCard]:
    """Every class of the cohort, in order. Five statements, whatever is in them."""
    sessions = cohorts.sessions_of(cohort.id)
    shown = programs.demonstrations_of(cohort.program_id)
    seen = demonstrations.watched_of(person_id, cohort.program_id)
    work = practice.work_of(person_id, cohort.id)
    due = cohorts.due_times(cohort)
    return [_card(session, shown, seen, work, due) for session in sessions]


def _card(
    session: ClassSession,
    shown: Sequence[Demonstration],
    seen: dict[int, int],
    work: Sequence[Work],
    due: dict[int, datetime],
) -> ClassCard:
    here = [d for d in shown if d.class_id == session.class_id]
    mine = [w for w in work if w.assignment.class_id == session.class_id]
    watched = [rules.watched(seen.get(d.id)) for d in here]
    steps = {d.code: step for d, step in zip(here, watched, strict=True)}
    steps |= {w.assignment.slug: rules.handed_in(w.draft is not None, w.latest is not None) for w in mine}
    due_at = next((due[w.assignment.id] for w in mine if w.assignment.id in due), None)
    return ClassCard(session, here, watched, mine, due_at, rules.progress(steps))
