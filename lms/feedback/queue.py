"""The trainers' queue: what waits, first what is planned, then the rest, longest first; and the way through it.

However much waits, a page reads only as many rows of each cohort's index as it shows.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select, true, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.access.viewer import Viewer
from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.core.paging import SIZE, Page, after_instant, cut
from lms.feedback.claims.models import Claim
from lms.feedback.claims.rules import stale_before
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import framed
from lms.feedback.rules import NOTHING, Material
from lms.people.models import Person
from lms.practice.groups.models import Contributor, names_of
from lms.practice.groups.rules import names_in
from lms.practice.models import Submission
from lms.program.models import Assignment, ProgramClass
from lms.program.rules import PracticeKind

SUMMED_MOST = 1_000  # threads; beyond that nobody needs to know how many hours it is


class Whose(StrEnum):
    """Whose work to show: one's own, what nobody has taken, or (where none is chosen) everyone's."""

    MINE = "mine"
    POOL = "pool"


@dataclass(frozen=True)
class Filters:
    """Which part of the queue; None means all."""

    cohort_id: int | None = None
    class_number: int | None = None
    kind: PracticeKind | None = None
    learner: str | None = None
    """Part of a name."""
    whose: Whose | None = None


@dataclass(frozen=True)
class Choices:
    """What the queue can be filtered by: classes (with their title, where all programs call them so), kinds of work."""

    classes: Sequence[tuple[int, str | None]]
    kinds: Sequence[PracticeKind]


@dataclass(frozen=True)
class Sum:
    """How much waits, and how much there is to read and to play; of those SUMMED_MOST at most that wait longest."""

    threads: int = 0
    material: Material = NOTHING
    is_all: bool = True


@dataclass(frozen=True)
class Listed:
    """A page of the queue: what is planned, in the plan's order (on the first page only), the rest, and the sum."""

    planned: Sequence[FeedbackThread]
    rest: Page[FeedbackThread]
    sum: Sum

    @property
    def rows(self) -> Sequence[FeedbackThread]:
        return [*self.planned, *self.rest.rows]


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


def waiting(viewer: Viewer, filters: Filters, after: str | None, planned: Sequence[int] = ()) -> Listed:
    """A page of the queue, each thread with its work and learner. One statement, whatever waits.

    `planned`: ids of threads that come first, in this order.
    """
    later = _later(after)
    first = [] if later else planned
    size = SIZE - len(first)
    rest = _heads(viewer, filters, size + 1, *later, *_without(planned)).subquery()
    on_top = _waiting(viewer, filters).where(FeedbackThread.id.in_(first)).subquery()
    here = union_all(select(rest.c.id), select(on_top.c.id)).subquery()
    total = _total(viewer, filters).subquery()
    found = db.execute(
        select(FeedbackThread, *total.c)
        .join(here, here.c.id == FeedbackThread.id)
        .join(total, true())
        .options(*framed(), *_at_it(), joinedload(FeedbackThread.peer_request))
        .order_by(FeedbackThread.waiting_since, FeedbackThread.id)
    ).all()
    rows = [row[0] for row in found]
    shown = sorted((row for row in rows if row.id in first), key=lambda row: first.index(row.id))
    page = cut([row for row in rows if row.id not in first], _key, size)
    return Listed(shown, page, _sum(*found[0][1:]) if found else Sum())


def _total(viewer: Viewer, filters: Filters) -> Select[Any]:
    """How much waits in this part of the queue."""
    sums = (FeedbackThread.words, FeedbackThread.marked_ms, FeedbackThread.recorded_ms)
    heads = _heads(viewer, filters, SUMMED_MOST, columns=sums).subquery()
    totals = [func.coalesce(func.sum(heads.c[column.key]), 0).label(column.key) for column in sums]
    return select(func.count().label("threads"), *totals).select_from(heads)


def _sum(threads: int, *material: int) -> Sum:
    return Sum(threads, Material(*(int(much) for much in material)), threads < SUMMED_MOST)


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


def neighbors(viewer: Viewer, filters: Filters, at: str, planned: Sequence[int] = ()) -> Neighbors:
    """What waits just before and just after a place in the queue, also when that place is empty. One statement."""
    later = _later(at)
    if not later:
        return Neighbors()
    here = int(at.rpartition("_")[2])
    waits = _waiting(viewer, filters)
    rest = waits.where(*_without(planned))
    sides = [waits.where(FeedbackThread.id.in_(planned))]
    if here in planned:
        sides.append(_ordered(rest).limit(1))
    else:
        backwards = FeedbackThread.waiting_since.desc(), FeedbackThread.id.desc()
        earlier = not_(or_(*later, FeedbackThread.id == here))
        sides += [rest.where(earlier).order_by(*backwards).limit(1), _ordered(rest.where(*later)).limit(1)]
    row = _in_order(_found(sides), at, planned)
    before, after = [n for n, step in row if step < 0], [n for n, step in row if step > 0]
    return Neighbors(before[-1] if before else None, after[0] if after else None)


def onward(viewer: Viewer, filters: Filters, at: str, now: datetime, planned: Sequence[int] = ()) -> Neighbor | None:
    """Where to go on from a place: to what comes just after it, and from the end to the beginning.

    Past what another trainer is at.
    """
    free = _waiting(viewer, filters).where(_is_free(viewer, now))
    rest = free.where(*_without(planned))
    sides = [
        free.where(FeedbackThread.id.in_(planned)),
        _ordered(rest.where(*_later(at))).limit(1),
        _ordered(rest).limit(1),
    ]
    row = _in_order(_found(sides), at, planned)
    others = [neighbor for neighbor, step in row if step]
    return next((neighbor for neighbor, step in row if step > 0), others[0] if others else None)


def key_of(waiting_since: datetime, thread_id: int) -> str:
    """A place in the queue, for addresses."""
    return f"{waiting_since.isoformat()}_{thread_id}"


def _in_order(found: Iterable[Neighbor], at: str, planned: Sequence[int]) -> list[tuple[Neighbor, int]]:
    """In the queue's order, each with -1 where it stands before a place, 0 at it, and 1 after it."""

    def stands(place: str) -> tuple[int, datetime, int]:
        since, _, number = place.rpartition("_")
        rank = planned.index(int(number)) if int(number) in planned else len(planned)
        return rank, datetime.fromisoformat(since), int(number)

    here = stands(at) if _later(at) else None
    row = sorted({stands(neighbor.place): neighbor for neighbor in found}.items())
    return [(neighbor, 1 if here is None else (place > here) - (place < here)) for place, neighbor in row]


def _waiting(viewer: Viewer, filters: Filters, taught: Collection[int] | None = None) -> Select[Any]:
    here = _taught(viewer, filters) if taught is None else taught
    rows = select(FeedbackThread.id, FeedbackThread.waiting_since).where(
        FeedbackThread.waiting_since.is_not(None), FeedbackThread.cohort_id.in_(here)
    )
    if filters.whose is Whose.MINE:
        rows = rows.where(FeedbackThread.trainer_id == viewer.person_id)
    if filters.whose is Whose.POOL:
        rows = rows.where(FeedbackThread.trainer_id.is_(None))
    if filters.class_number:
        rows = rows.where(_is_work(ProgramClass.number == filters.class_number))
    if filters.kind:
        rows = rows.where(_is_work(Assignment.kind == filters.kind))
    if filters.learner:
        rows = rows.where(_is_by(filters.learner))
    return rows


def _taught(viewer: Viewer, filters: Filters) -> Collection[int]:
    return viewer.trainer_in & {filters.cohort_id} if filters.cohort_id else viewer.trainer_in


def _heads(
    viewer: Viewer, filters: Filters, most: int, *where: ColumnElement[bool], columns: Sequence[Any] = ()
) -> Select[Any]:
    """The first so many of what waits, in order, with further columns.

    Each cohort's index gives its own first ones, which are merged: asked for all cohorts at once, the engines would
    sort everything that waits.
    """

    def first(cohort_ids: Collection[int]) -> Select[Any]:
        return _ordered(_waiting(viewer, filters, cohort_ids).where(*where)).add_columns(*columns).limit(most)

    taught = sorted(_taught(viewer, filters))
    if len(taught) < 2:
        return first(taught)
    merged = union_all(*(select(first([cohort_id]).subquery()) for cohort_id in taught)).subquery()
    return select(merged).order_by(merged.c.waiting_since, merged.c.id).limit(most)


def _without(ids: Sequence[int]) -> list[ColumnElement[bool]]:
    return [FeedbackThread.id.not_in(ids)] if ids else []


def _is_free(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Nobody else is at it."""
    others = (Claim.thread_id == FeedbackThread.id, Claim.trainer_id != viewer.person_id)
    return not_(select(Claim.thread_id).where(*others, Claim.touched_at > stale_before(now)).exists())


def _is_work(asked: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of each thread in turn, so that the queue's index still gives them in order and the first ones suffice."""
    work = select(Submission.id).join(Submission.assignment).join(Assignment.program_class)
    return work.where(Submission.id == FeedbackThread.submission_id, asked).correlate(FeedbackThread).exists()


def _is_by(part: str) -> ColumnElement[bool]:
    """Whether a name of those whose work it is has this in it."""
    named = select(Person.id).where(Person.name.icontains(part, autoescape=True))
    theirs = (Contributor.version_id == FeedbackThread.version_id, Contributor.person_id.in_(named))
    return or_(FeedbackThread.learner_id.in_(named), exists().where(*theirs).correlate(FeedbackThread))


def _found(sides: Sequence[Select[Any]]) -> Iterator[Neighbor]:
    """Threads that wait, those of all sides together. One statement."""
    each = (
        select(side.c.id, side.c.waiting_since, Person.name, names_of(FeedbackThread.version_id))
        .join(FeedbackThread, FeedbackThread.id == side.c.id)
        .join(Person, Person.id == FeedbackThread.learner_id)
        for side in (rows.subquery() for rows in sides)
    )
    for number, since, learner, group in db.execute(union_all(*each)):
        yield Neighbor(number, key_of(since, number), names_in(group) or learner)


def _at_it() -> list[ORMOption]:
    """Whose each is, and who is at it."""
    return [joinedload(FeedbackThread.trainer), joinedload(FeedbackThread.claim).joinedload(Claim.trainer)]


def _ordered(rows: Select[Any]) -> Select[Any]:
    return rows.order_by(FeedbackThread.waiting_since, FeedbackThread.id)


def _later(after: str | None) -> list[ColumnElement[bool]]:
    return after_instant(FeedbackThread.waiting_since, FeedbackThread.id, after)


def _key(thread: FeedbackThread) -> tuple[datetime, int]:
    assert thread.waiting_since
    return thread.waiting_since, thread.id
