"""The trainers' queue: what waits for an answer, longest first, and the way from one to the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, not_, or_, select

from lms.access.viewer import Viewer
from lms.core.db import db
from lms.core.paging import Page, after_instant, cut, limited
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import framed
from lms.people.models import Person
from lms.practice.models import Submission
from lms.program.models import Assignment, ProgramClass


@dataclass(frozen=True)
class Filters:
    """Which part of the queue; None means all."""

    cohort_id: int | None = None
    class_number: int | None = None
    learner: str | None = None
    """Part of a name."""


@dataclass(frozen=True)
class Sum:
    """How much waits, and how many words there are to read."""

    threads: int
    words: int


@dataclass(frozen=True)
class Neighbors:
    """Thread and place in the queue of the one before and the one after."""

    previous: tuple[int, str] | None
    next: tuple[int, str] | None


def waiting(viewer: Viewer, filters: Filters, after: str | None) -> Page[FeedbackThread]:
    """A page of the queue, each thread with its work and learner. One statement, whatever waits."""
    ids = _ordered(_waiting(viewer, filters).where(*_later(after)))
    here = limited(ids).subquery()
    rows = db.scalars(
        select(FeedbackThread)
        .join(here, here.c.id == FeedbackThread.id)
        .options(*framed())
        .order_by(FeedbackThread.waiting_since, FeedbackThread.id)
    ).all()
    return cut(rows, _place)


def sum_of(viewer: Viewer, filters: Filters) -> Sum:
    """How much waits in this part of the queue."""
    waiting = _waiting(viewer, filters)
    row = db.execute(waiting.with_only_columns(func.count(), func.coalesce(func.sum(FeedbackThread.words), 0))).one()
    return Sum(*row)


def neighbors(viewer: Viewer, filters: Filters, at: str) -> Neighbors:
    """What waits just before and just after a place in the queue, also when that place is empty. One statement."""
    ids, later = _waiting(viewer, filters), _later(at)
    if not later:
        return Neighbors(None, None)
    backwards = FeedbackThread.waiting_since.desc(), FeedbackThread.id.desc()
    earlier = not_(or_(*later, FeedbackThread.id == int(at.rsplit("_", 1)[1])))
    previous = ids.where(earlier).order_by(*backwards).limit(1).subquery()
    following = _ordered(ids.where(*later)).limit(1).subquery()
    rows = db.execute(
        select(literal("previous"), previous.c.id, previous.c.waiting_since).union_all(
            select(literal("next"), following.c.id, following.c.waiting_since)
        )
    )
    found = {side: (number, key_of(since, number)) for side, number, since in rows}
    return Neighbors(found.get("previous"), found.get("next"))


def key_of(waiting_since: datetime, thread_id: int) -> str:
    """A place in the queue, for addresses."""
    return f"{waiting_since.isoformat()}_{thread_id}"


def _waiting(viewer: Viewer, filters: Filters) -> Select[Any]:
    taught = viewer.trainer_in & {filters.cohort_id} if filters.cohort_id else viewer.trainer_in
    rows = select(FeedbackThread.id, FeedbackThread.waiting_since).where(
        FeedbackThread.waiting_since.is_not(None), FeedbackThread.cohort_id.in_(taught)
    )
    if filters.class_number:
        rows = rows.where(FeedbackThread.submission_id.in_(_of_class(filters.class_number)))
    if filters.learner:
        rows = rows.where(FeedbackThread.learner_id.in_(_named(filters.learner)))
    return rows


def _of_class(number: int) -> Select[tuple[int]]:
    return (
        select(Submission.id)
        .join(Submission.assignment)
        .join(Assignment.program_class)
        .where(ProgramClass.number == number)
    )


def _named(part: str) -> Select[tuple[int]]:
    return select(Person.id).where(Person.name.icontains(part, autoescape=True))


def _ordered(rows: Select[Any]) -> Select[Any]:
    return rows.order_by(FeedbackThread.waiting_since, FeedbackThread.id)


def _later(after: str | None) -> list[ColumnElement[bool]]:
    return after_instant(FeedbackThread.waiting_since, FeedbackThread.id, after)


def _place(thread: FeedbackThread) -> tuple[datetime, int]:
    assert thread.waiting_since
    return thread.waiting_since, thread.id
