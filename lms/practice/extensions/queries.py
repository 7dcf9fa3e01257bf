"""What people see of extensions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, after_instant, cut, limited
from lms.people.models import Person
from lms.practice.extensions.models import Extension, ExtensionRequest
from lms.practice.extensions.rules import Decision
from lms.program.models import Assignment, ProgramClass


@dataclass(frozen=True)
class Time:
    """What one learner was granted for an assignment, and what they asked for last."""

    extension: Extension | None = None
    request: ExtensionRequest | None = None

    @property
    def is_asked(self) -> bool:
        return self.request is not None and self.request.decision is None

    @property
    def is_refused(self) -> bool:
        """The last wish was refused, and nothing has been granted since."""
        return self.request is not None and self.request.decision is Decision.REFUSED and not self._granted_since

    @property
    def _granted_since(self) -> bool:
        assert self.request and self.request.decided_at
        return self.extension is not None and self.extension.granted_at > self.request.decided_at


@dataclass(frozen=True)
class Place:
    """One learner's assignment in a cohort: what an extension is granted for."""

    enrollment: Enrollment
    assignment: Assignment
    extension: Extension | None
    request: ExtensionRequest | None

    @property
    def cohort(self) -> Cohort:
        return self.enrollment.cohort

    @property
    def learner(self) -> Person:
        return self.enrollment.person

    @property
    def time(self) -> Time:
        return Time(self.extension, self.request)

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort.id, owner_id=self.learner.id)


def time_of(assignment_id: int, cohort_id: int, learner_id: int) -> Time:
    """What one learner was granted for an assignment, and what they asked for last. One statement."""
    row = db.execute(
        time(), {"assignment_id": assignment_id, "cohort_id": cohort_id, "learner_id": learner_id}
    ).one_or_none()
    return Time(*row) if row else Time()


@cache
def time() -> Select[Any]:
    """What `time_of` asks, the fields of a `Time`, for whoever asks more with it. One row for each person."""
    whose = (bindparam("assignment_id"), bindparam("cohort_id"), bindparam("learner_id"))
    return (
        select(Extension, ExtensionRequest)
        .select_from(Person)
        .outerjoin(Extension, extension_of(*whose))
        .outerjoin(ExtensionRequest, ExtensionRequest.id == _last_request(*whose))
        .where(Person.id == bindparam("learner_id"))
    )


def _last_request(assignment_id: Any, cohort_id: Any, learner_id: Any) -> ScalarSelect[int]:
    other = aliased(ExtensionRequest)
    return (
        select(func.max(other.id))
        .where(other.assignment_id == assignment_id, other.cohort_id == cohort_id, other.learner_id == learner_id)
        .correlate(Assignment, Cohort, Person)
        .scalar_subquery()
    )


def extension_of(assignment_id: Any, cohort_id: Any, learner_id: Any) -> ColumnElement[bool]:
    """The condition that joins the extension of a learner's work, if there is one."""
    return and_(
        Extension.assignment_id == assignment_id,
        Extension.cohort_id == cohort_id,
        Extension.learner_id == learner_id,
    )


def place(slug: str, assignment_id: int, person_id: int) -> Place | None:
    """A learner who takes part in the cohort with this slug, and an assignment of its program."""
    whose = (Assignment.id, Cohort.id, Person.id)
    row = db.execute(
        select(Enrollment, Assignment, Extension, ExtensionRequest)
        .join(Enrollment.cohort)
        .join(Enrollment.person)
        .join(ProgramClass, ProgramClass.program_id == Cohort.program_id)
        .join(Assignment, Assignment.class_id == ProgramClass.id)
        .outerjoin(Extension, extension_of(*whose))
        .outerjoin(ExtensionRequest, ExtensionRequest.id == _last_request(*whose))
        .where(
            Cohort.slug == slug,
            Assignment.id == assignment_id,
            Person.id == person_id,
            Enrollment.role == Role.LEARNER,
            Enrollment.ended_at.is_(None),
        )
        .options(
            contains_eager(Enrollment.cohort),
            contains_eager(Enrollment.person),
            contains_eager(Assignment.program_class),
            joinedload(Extension.granted_by),
        )
    ).one_or_none()
    return Place(*row) if row else None


def hold(cohort_id: int, learner_id: int) -> None:
    """Let nobody else grant this learner anything in this cohort until the transaction ends."""
    part = (Enrollment.cohort_id == cohort_id, Enrollment.person_id == learner_id)
    db.scalar(select(Enrollment.id).where(*part).with_for_update())


def has_any(cohort_id: int, learner_id: int) -> bool:
    """Whether a learner was granted more time for anything in this cohort."""
    mine = (Extension.cohort_id == cohort_id, Extension.learner_id == learner_id)
    return db.scalar(select(Extension.id).where(*mine).limit(1)) is not None


def open_requests(cohort_id: int, after: str | None) -> Page[ExtensionRequest]:
    """What learners who take part wait for, oldest first, each with its learner, assignment and class."""
    rows = db.scalars(
        limited(
            select(ExtensionRequest)
            .join(ExtensionRequest.learner)
            .join(ExtensionRequest.assignment)
            .join(Assignment.program_class)
            .where(*_waits(cohort_id), *after_instant(ExtensionRequest.asked_at, ExtensionRequest.id, after))
            .options(
                contains_eager(ExtensionRequest.learner),
                contains_eager(ExtensionRequest.assignment).contains_eager(Assignment.program_class),
            )
            .order_by(ExtensionRequest.asked_at, ExtensionRequest.id)
        )
    ).all()
    return cut(rows, lambda request: (request.asked_at, request.id))


def waiting_in(cohort_ids: Collection[int]) -> dict[int, int]:
    """By cohort, how many requests of learners who take part wait; a cohort in which none does isn't in it."""
    asked = ExtensionRequest.cohort_id
    rows = db.execute(select(asked, func.count()).where(asked.in_(cohort_ids), *_is_open()).group_by(asked))
    return dict(iter(rows))


def waiting_everywhere() -> Sequence[tuple[Cohort, int]]:
    """Every cohort in which requests of learners who take part wait, with how many. One statement."""
    counts = (
        select(ExtensionRequest.cohort_id, func.count().label("requests"))
        .where(*_is_open())
        .group_by(ExtensionRequest.cohort_id)
        .subquery()
    )
    rows = db.execute(
        select(Cohort, counts.c.requests)
        .join(counts, counts.c.cohort_id == Cohort.id)
        .order_by(Cohort.first_on, Cohort.id)
    )
    return [(cohort, requests) for cohort, requests in rows]


def _waits(cohort_id: int) -> Sequence[ColumnElement[bool]]:
    return ExtensionRequest.cohort_id == cohort_id, *_is_open()


def _is_open() -> Sequence[ColumnElement[bool]]:
    takes_part = select(Enrollment.id).where(
        Enrollment.cohort_id == ExtensionRequest.cohort_id,
        Enrollment.person_id == ExtensionRequest.learner_id,
        Enrollment.role == Role.LEARNER,
        Enrollment.ended_at.is_(None),
    )
    return ExtensionRequest.decision.is_(None), takes_part.exists()
