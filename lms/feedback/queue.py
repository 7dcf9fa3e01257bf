"""The trainers' queue: what waits for an answer, longest first, and the way from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, not_, or_, select, union_all

from lms.access.viewer import Viewer
from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.core.paging import Page, after_instant, cut, limited
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import framed
from lms.people.models import Person
from lms.practice.models import Submission
from lms.program.models import Assignment, ProgramClass
from lms.program.rules import PracticeKind


@dataclass(frozen=True)
class Filters:
    """Which part of the queue; None means all."""

    cohort_id: int | None = None
    class_number: int | None = None
    kind: PracticeKind | None = None
    learner: str | None = None
    """Part of a name."""


@dataclass(frozen=True)
class Choices:
    """What the queue can be filtered by: classes (with their title, where all programs call them so), kinds of work."""

    classes: Sequence[tuple[int, str | None]]
    kinds: Sequence[PracticeKind]


@dataclass(frozen=True)
class Sum:
    """How much waits, and how many words there are to read."""

    threads: int
    words: int


@dataclass(frozen=True)
class Neighbor:
    """A thread that waits, its place in the queue, and whose work it is about."""

    thread_id: int
    place: str
    learner: str


@dataclass(frozen=True)
class Neighbors:
    """What waits just before a place in the queue, and just after it."""

    previous: Neighbor | None = None
    next: Neighbor | None = None


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


def choices(viewer: Viewer) -> Choices:
    """What work can be of where the viewer teaches. One statement."""
    rows = db.execute(
        select(ProgramClass.number, ProgramClass.title, Assignment.kind)
        .join(Assignment, Assignment.class_id == ProgramClass.id)
        .join(Cohort, Cohort.program_id == ProgramClass.program_id)
        .where(Cohort.id.in_(viewer.trainer_in))
        .distinct()
    ).all()
    titles = {number: {row.title for row in rows if row.number == number} for number in {row.number for row in rows}}
    return Choices(
        [(number, next(iter(said)) if len(said) == 1 else None) for number, said in sorted(titles.items())],
        sorted({row.kind for row in rows}, key=list(PracticeKind).index),
    )


def neighbors(viewer: Viewer, filters: Filters, at: str) -> Neighbors:
    """What waits just before and just after a place in the queue, also when that place is empty. One statement."""
    ids, later = _waiting(viewer, filters), _later(at)
    if not later:
        return Neighbors()
    backwards = FeedbackThread.waiting_since.desc(), FeedbackThread.id.desc()
    earlier = not_(or_(*later, FeedbackThread.id == int(at.rsplit("_", 1)[1])))
    previous = ids.where(earlier).order_by(*backwards).limit(1).subquery()
    following = _ordered(ids.where(*later)).limit(1).subquery()
    return Neighbors(**_found(previous=previous, next=following))


def onward(viewer: Viewer, filters: Filters, at: str) -> Neighbor | None:
    """Where to go on from a place: to what waits just after it, and from the end to what waits longest."""
    ids = _waiting(viewer, filters)
    following = _ordered(ids.where(*_later(at))).limit(1).subquery()
    longest = _ordered(ids).limit(1).subquery()
    found = _found(following=following, longest=longest)
    return found.get("following") or found.get("longest")


def key_of(waiting_since: datetime, thread_id: int) -> str:
    """A place in the queue, for addresses."""
    return f"{waiting_since.isoformat()}_{thread_id}"


def _waiting(viewer: Viewer, filters: Filters) -> Select[Any]:
    taught = viewer.trainer_in & {filters.cohort_id} if filters.cohort_id else viewer.trainer_in
    rows = select(FeedbackThread.id, FeedbackThread.waiting_since).where(
        FeedbackThread.waiting_since.is_not(None), FeedbackThread.cohort_id.in_(taught)
    )
    if filters.class_number:
        rows = rows.where(FeedbackThread.submission_id.in_(_work_where(ProgramClass.number == filters.class_number)))
    if filters.kind:
        rows = rows.where(FeedbackThread.submission_id.in_(_work_where(Assignment.kind == filters.kind)))
    if filters.learner:
        rows = rows.where(FeedbackThread.learner_id.in_(_named(filters.learner)))
    return rows


def _work_where(asked: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(Submission.id).join(Submission.assignment).join(Assignment.program_class).where(asked)


def _named(part: str) -> Select[tuple[int]]:
    return select(Person.id).where(Person.name.icontains(part, autoescape=True))


def _found(**sides: Subquery) -> dict[str, Neighbor]:
    """Of threads that wait, each alone under a name, those that there are. One statement."""
    each = (
        select(literal(name), side.c.id, side.c.waiting_since, Person.name)
        .join(FeedbackThread, FeedbackThread.id == side.c.id)
        .join(Person, Person.id == FeedbackThread.learner_id)
        for name, side in sides.items()
    )
    rows = db.execute(union_all(*each))
    return {name: Neighbor(number, key_of(since, number), learner) for name, number, since, learner in rows}


def _ordered(rows: Select[Any]) -> Select[Any]:
    return rows.order_by(FeedbackThread.waiting_since, FeedbackThread.id)


def _later(after: str | None) -> list[ColumnElement[bool]]:
    return after_instant(FeedbackThread.waiting_since, FeedbackThread.id, after)


def _place(thread: FeedbackThread) -> tuple[datetime, int]:
    assert thread.waiting_since
    return thread.waiting_since, thread.id
