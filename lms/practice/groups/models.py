"""Who does a shared assignment with whom, and who was in the group when it was handed in."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    cast,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from lms.cohorts.models import Enrollment, Role
from lms.core.db import Base
from lms.people.models import Person
from lms.practice.groups.rules import NUMBER_MOST


class WorkMember(Base):
    """Somebody in a group that does a shared assignment. All with the same number are one group.

    Whoever has no row, or a number of their own, works alone.
    """

    __tablename__ = "work_member"
    __table_args__ = (
        CheckConstraint(f"number BETWEEN 1 AND {NUMBER_MOST}", name="number"),
        Index("ix_work_member_work", "founder_id", "assignment_id", "cohort_id"),
    )
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohort.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    number: Mapped[int]
    founder_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """Under whom the group's draft and submission lie, the same for all: one of them, or somebody who has left."""
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])


class Contributor(Base):
    """Somebody for whom a group's version was handed in. Stays as it was, whatever becomes of the group."""

    __tablename__ = "contributor"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("submission_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    has_handed_in: Mapped[bool]
    """Whether it was they who did, for all."""
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


def founder_of(assignment_id: Any, cohort_id: Any, person_id: Any) -> Any:
    """Under whom somebody's work on an assignment in a cohort lies: themselves, unless a group does it. A column."""
    mine = (
        WorkMember.assignment_id == assignment_id,
        WorkMember.cohort_id == cohort_id,
        WorkMember.person_id == person_id,
    )
    founder = select(WorkMember.founder_id).where(*mine).correlate_except(WorkMember).scalar_subquery()
    return func.coalesce(founder, person_id)


def members_of(assignment_id: Any, cohort_id: Any, founder_id: Any) -> ScalarSelect[str]:
    """The ids of the group whose work lies under somebody, for `rules.ids_in`. A column."""
    its = (
        WorkMember.assignment_id == assignment_id,
        WorkMember.cohort_id == cohort_id,
        WorkMember.founder_id == founder_id,
    )
    return ids_together(WorkMember.person_id).where(*its).correlate_except(WorkMember).scalar_subquery()


def learns(cohort_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether somebody takes part in a cohort as a learner. A column."""
    here = (Enrollment.cohort_id == cohort_id, Enrollment.person_id == person_id)
    part = exists().where(*here, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    return part.correlate_except(Enrollment)


def colleagues_of(assignment_id: Any, cohort_id: Any, person_id: Any) -> ScalarSelect[str]:
    """Who of those that take part does an assignment with somebody, themselves among them, for
    `rules.colleagues_in`. A column."""
    here = (WorkMember.assignment_id == assignment_id, WorkMember.cohort_id == cohort_id)
    mine = select(WorkMember.number).where(*here, WorkMember.person_id == person_id).scalar_subquery()
    one, other = aliased(Person), aliased(WorkMember)
    together = (other.assignment_id == assignment_id, other.cohort_id == cohort_id, other.number == mine)
    each = cast(one.id, String) + ":" + one.name
    return (
        select(func.aggregate_strings(each, "\n"))
        .select_from(other)
        .join(one, one.id == other.person_id)
        .where(*together, learns(cohort_id, one.id))
        .scalar_subquery()
    )


def contributors_to(version_id: Any) -> ScalarSelect[str]:
    """The ids of those for whom a version was handed in, likewise; NULL where nobody did it together. A column."""
    its = ids_together(Contributor.person_id).where(Contributor.version_id == version_id)
    return its.correlate_except(Contributor).scalar_subquery()


def names_of(version_id: Any) -> ScalarSelect[str]:
    """Their names, for `rules.names_in`. A column."""
    one = aliased(Person)
    names = select(func.aggregate_strings(one.name, "\n")).join(Contributor, Contributor.person_id == one.id)
    return names.where(Contributor.version_id == version_id).correlate_except(Contributor, one).scalar_subquery()


def ids_together(ids: Any) -> Any:
    """Ids as one text, with commas between them: a select without its conditions."""
    return select(func.aggregate_strings(cast(ids, String), ","))
