"""Everyone of a cohort beside every assignment: four statements, whatever is shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import SIZE, Page, number_in
from lms.demonstrations.watching.models import Watching
from lms.demonstrations.watching.rules import WATCHED
from lms.feedback.models import AllUnderstood, FeedbackThread
from lms.overview import rules
from lms.overview.rules import NOTHING, Cell, Filters, Known
from lms.people.models import Person
from lms.practice.extensions.models import Extension, ExtensionRequest
from lms.practice.extensions.queries import extension_of
from lms.practice.groups.models import founder_of
from lms.practice.models import Draft, Submission, SubmissionVersion, Take, WorkFile
from lms.practice.rules import NO_ANSWERS, Due
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.models import Assignment, Demonstration, ProgramClass

PIECE = 100  # learners of an export that are held at once


@dataclass(frozen=True)
class Column:
    """An assignment of the cohort's program, and when its class has it due."""

    assignment_id: int
    class_number: int
    title: str
    due_at: datetime
    grace: timedelta


@dataclass(frozen=True)
class Learner:
    """Somebody who takes part, and how many demonstrations of the classes held so far they have watched."""

    id: int
    name: str
    email: str
    watched: int
    to_watch: int


@dataclass(frozen=True)
class Row:
    """A learner, and a cell for each column."""

    learner: Learner
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A page of the overview."""

    columns: Sequence[Column]
    rows: Page[Row]
    of: int
    """How many learners the filters show, on all pages."""


def table(
    cohort: Cohort, everything: Sequence[Column], filters: Filters, after: str | None, now: datetime, size: int = SIZE
) -> Table:
    """A page of learners by name, after the one with this id. Filters look at everybody's work."""
    columns, learners = _chosen(everything, filters), learners_of(cohort, now)
    start = _place_after(learners, after)
    if not filters.by_learner:
        rows = _rows(cohort, learners[start : start + size], columns, now)
        return Table(columns, _page(rows, start + size < len(learners)), len(learners))
    shown = [row for row in _rows(cohort, learners, columns, now) if filters.shows(row.cells)]
    places = {learner.id: place for place, learner in enumerate(learners)}
    here = [row for row in shown if places[row.learner.id] >= start]
    return Table(columns, _page(here[:size], len(here) > size), len(shown))


def all_rows(cohort: Cohort, filters: Filters, now: datetime) -> Iterator[tuple[Row, Sequence[Column]]]:
    """Every learner that the filters show, with the columns; some learners at a time, so that any cohort fits."""
    columns, learners = _chosen(columns_of(cohort), filters), learners_of(cohort, now)
    for start in range(0, len(learners), PIECE):
        for row in _rows(cohort, learners[start : start + PIECE], columns, now):
            if filters.shows(row.cells):
                yield row, columns


def columns_of(cohort: Cohort) -> list[Column]:
    """The cohort's assignments in the order of the classes; such as are retired only where somebody handed one in."""
    due = cohorts.due_times(cohort)
    rows = db.execute(_columns(), {"program_id": cohort.program_id, "cohort_id": cohort.id})
    return [
        Column(assignment_id, number, title, due[assignment_id], timedelta(hours=grace_hours))
        for assignment_id, number, title, grace_hours in rows
        if assignment_id in due
    ]


def _chosen(everything: Sequence[Column], filters: Filters) -> list[Column]:
    return [column for column in everything if filters.class_number in (None, column.class_number)]


@cache
def _columns() -> Select[Any]:
    handed_in = exists().where(
        Submission.assignment_id == Assignment.id, Submission.cohort_id == bindparam("cohort_id")
    )
    return (
        select(Assignment.id, ProgramClass.number, Assignment.title, Assignment.grace_hours)
        .join(Assignment.program_class)
        .where(ProgramClass.program_id == bindparam("program_id"), or_(~Assignment.is_retired, handed_in))
        .order_by(ProgramClass.number, Assignment.id)
    )


def learners_of(cohort: Cohort, now: datetime) -> list[Learner]:
    """The learners of a cohort by name."""
    return [Learner(*row) for row in db.execute(_learners(), {"cohort_id": cohort.id, "now": now})]


@cache
def _learners() -> Select[Any]:
    held = (
        select(Demonstration.id)
        .join(ClassSession, ClassSession.class_id == Demonstration.class_id)
        .where(
            ClassSession.cohort_id == bindparam("cohort_id"),
            ClassSession.starts_at <= bindparam("now"),
            ~Demonstration.is_retired,
        )
    )
    watched = (
        select(func.count())
        .select_from(Watching)
        .where(
            Watching.person_id == Person.id,
            Watching.watched_permille >= WATCHED,
            Watching.demonstration_id.in_(held),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    to_watch = select(func.count()).select_from(held.subquery()).scalar_subquery()
    return (
        select(Person.id, Person.name, Person.email, watched, to_watch)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(
            Enrollment.cohort_id == bindparam("cohort_id"),
            Enrollment.role == Role.LEARNER,
            Enrollment.ended_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )


def readers(cohort_id: int, person_ids: Collection[int]) -> Sequence[Person]:
    """Those of these people who learn in the cohort, by name."""
    return db.scalars(
        select(Person)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(
            Enrollment.cohort_id == cohort_id,
            Enrollment.role == Role.LEARNER,
            Enrollment.ended_at.is_(None),
            Person.id.in_(person_ids),
        )
        .order_by(Person.name, Person.id)
    ).all()


def _rows(cohort: Cohort, learners: Sequence[Learner], columns: Sequence[Column], now: datetime) -> list[Row]:
    known = _known(cohort, [learner.id for learner in learners], [column.assignment_id for column in columns])

    def cell(learner: Learner, column: Column) -> Cell:
        its = known.get((learner.id, column.assignment_id), NOTHING)
        return rules.cell(its, Due(column.due_at, column.grace, its.extended_to), now)

    return [Row(learner, [cell(learner, column) for column in columns]) for learner in learners]


def _known(
    cohort: Cohort, learner_ids: Sequence[int], assignment_ids: Sequence[int]
) -> Mapping[tuple[int, int], Known]:
    """By learner and assignment, what is kept about the work; what nobody began may be missing. One statement."""
    values = {"cohort_id": cohort.id, "learner_ids": learner_ids, "assignment_ids": assignment_ids}
    return {(learner, work): Known(*rest) for learner, work, *rest in db.execute(_cells(), values)}


@cache
def _cells() -> Select[Any]:
    other = aliased(SubmissionVersion)
    withdrawn = exists().where(VersionWithdrawal.version_id == other.id)
    latest = select(func.max(other.number)).where(other.submission_id == Submission.id, ~withdrawn).scalar_subquery()
    whose = (Assignment.id, Enrollment.cohort_id, Enrollment.person_id)

    lies_under = (*whose[:2], founder_of(*whose))

    def its(table: Any, whose: Any = lies_under) -> Any:
        columns = (table.assignment_id, table.cohort_id, table.learner_id)
        return and_(*(column == value for column, value in zip(columns, whose, strict=True)))

    is_filled = func.coalesce(Draft.answers, NO_ANSWERS) != NO_ANSWERS
    has_more = or_(exists().where(WorkFile.draft_id == Draft.id), exists().where(Take.draft_id == Draft.id))
    is_asked = exists().where(its(ExtensionRequest, whose), ExtensionRequest.decision.is_(None))
    is_understood = exists().where(
        AllUnderstood.thread_id == FeedbackThread.id, AllUnderstood.person_id == Enrollment.person_id
    )
    is_answered = and_(FeedbackThread.waiting_since.is_(None), FeedbackThread.last_message_id.is_not(None))
    return (
        select(
            Enrollment.person_id,
            Assignment.id,
            and_(Draft.id.is_not(None), or_(Draft.text != "", is_filled, has_more)),
            Submission.id,
            SubmissionVersion.number,
            SubmissionVersion.handed_in_at,
            SubmissionVersion.standing,
            FeedbackThread.id,
            FeedbackThread.waiting_since,
            func.coalesce(is_answered, False),
            Extension.until_at,
            is_asked,
            is_understood,
        )
        .select_from(Enrollment)
        .join(Assignment, Assignment.id.in_(bindparam("assignment_ids", expanding=True)))
        .outerjoin(Draft, its(Draft))
        .outerjoin(Submission, its(Submission))
        .outerjoin(
            SubmissionVersion,
            and_(SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == latest),
        )
        .outerjoin(FeedbackThread, FeedbackThread.submission_id == Submission.id)
        .outerjoin(Extension, extension_of(*whose))
        .where(
            Enrollment.cohort_id == bindparam("cohort_id"),
            Enrollment.person_id.in_(bindparam("learner_ids", expanding=True)),
            or_(Draft.id.is_not(None), Submission.id.is_not(None), Extension.id.is_not(None), is_asked),
        )
    )


def _place_after(learners: Sequence[Learner], after: str | None) -> int:
    last = number_in(after)
    return next((place + 1 for place, learner in enumerate(learners) if learner.id == last), 0)


def _page(rows: Sequence[Row], has_more: bool) -> Page[Row]:
    return Page(rows, str(rows[-1].learner.id) if has_more and rows else None)
