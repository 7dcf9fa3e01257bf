"""The classes of a cohort as one person meets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from lms.classroom import rules
from lms.classroom.rules import Progress, Step
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort
from lms.core.db import db
from lms.demonstrations import queries as demonstrations
from lms.feedback import queries as feedback
from lms.feedback.queries import Answer
from lms.practice import queries as practice
from lms.practice.queries import Work
from lms.practice.rules import Due
from lms.program import queries as programs
from lms.program.models import Assignment, Demonstration


@dataclass(frozen=True)
class HomePractice:
    """Where one learner stands with one assignment, and what was answered."""

    work: Work
    answer: Answer | None


@dataclass(frozen=True)
class ClassCard:
    """One class in the list: when it is, what is done, what is due."""

    session: ClassSession
    demonstrations: Sequence[Demonstration]
    watched: Sequence[Step]
    at_home: Sequence[HomePractice]
    due: Due | None
    progress: Progress


def class_cards(cohort: Cohort, person_id: int) -> list[ClassCard]:
    """Every class of the cohort, in order. Five statements, whatever is in them."""
    sessions = cohorts.sessions_of(cohort.id)
    shown = programs.demonstrations_of(cohort.program_id)
    seen = demonstrations.watched_of(person_id, cohort.program_id)
    at_home = practice_of(person_id, cohort.id)
    due = cohorts.due_times(cohort)
    return [_card(session, shown, seen, at_home, due) for session in sessions]


def practice_of(person_id: int, cohort_id: int, class_id: int | None = None) -> list[HomePractice]:
    """What somebody does at home for a cohort's classes, or for one of them, in order. One statement."""
    statement = _practice() if class_id is None else _practice_of_class()
    values = {"cohort_ids": [cohort_id], "learner_id": person_id, "class_id": class_id}
    found = db.execute(statement, values)
    return [HomePractice(Work(*row[:-4]), feedback.answer(*row[-4:])) for row in found]


@cache
def _practice() -> Select[Any]:
    return feedback.with_answers(practice.work())


@cache
def _practice_of_class() -> Select[Any]:
    return _practice().where(Assignment.class_id == bindparam("class_id"))


def _card(
    session: ClassSession,
    shown: Sequence[Demonstration],
    seen: dict[int, int],
    at_home: Sequence[HomePractice],
    due: dict[int, datetime],
) -> ClassCard:
    here = [d for d in shown if d.class_id == session.class_id]
    mine = [p for p in at_home if p.work.assignment.class_id == session.class_id]
    watched = [rules.watched(seen.get(d.id)) for d in here]
    steps = {d.code: step for d, step in zip(here, watched, strict=True)}
    work = [p.work for p in mine]
    steps |= {w.assignment.slug: rules.handed_in(w.draft is not None, w.latest is not None) for w in work}
    its_due = next((w.due(due[w.assignment.id]) for w in work if w.assignment.id in due), None)
    return ClassCard(session, here, watched, mine, its_due, rules.progress(steps))
