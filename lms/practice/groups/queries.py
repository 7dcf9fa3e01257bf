"""What is asked about groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.people.models import Person
from lms.practice.groups.models import WorkMember, founder_of, learns
from lms.program.models import Assignment


@dataclass(frozen=True)
class Groups:
    """The groups of a cohort for an assignment."""

    members: Sequence[WorkMember]
    """By number, then by name, each with the person."""

    @cached_property
    def number_of(self) -> Mapping[int, int]:
        """By person, the number of their group."""
        return {member.person_id: member.number for member in self.members}

    @cached_property
    def founder_of(self) -> Mapping[int, int]:
        """By person, under whom their work lies."""
        return {member.person_id: member.founder_id for member in self.members}

    def beside(self, person_id: int) -> list[int]:
        """Who is in a group with somebody, themselves among them; only they where nobody else is."""
        mine = self.number_of.get(person_id)
        return [member.person_id for member in self.members if member.number == mine] or [person_id]


def groups_of(assignment_id: int, cohort_id: int) -> Groups:
    """The groups of a cohort for an assignment. One statement."""
    rows = select(WorkMember).join(WorkMember.person).where(*_here(assignment_id, cohort_id))
    rows = rows.options(contains_eager(WorkMember.person))
    return Groups(db.scalars(rows.order_by(WorkMember.number, Person.name, Person.id)).all())


def founder_id(assignment: Assignment, cohort_id: int, person_id: int) -> int:
    """Under whom somebody's work lies. No statement for what everybody does alone."""
    if not assignment.is_shared:
        return person_id
    return int(db.scalar(select(founder_of(assignment.id, cohort_id, person_id))) or person_id)


def colleagues(assignment: Assignment, cohort_id: int, person: Person) -> Sequence[Person]:
    """Who of those that take part does an assignment with somebody, themselves among them, by name. No statement for
    what is done alone."""
    if not assignment.is_shared:
        return [person]
    mine = select(WorkMember.number).where(*_here(assignment.id, cohort_id), WorkMember.person_id == person.id)
    theirs = (*_here(assignment.id, cohort_id), WorkMember.number == mine.scalar_subquery())
    rows = (
        select(Person).join(WorkMember, WorkMember.person_id == Person.id).where(*theirs, learns(cohort_id, Person.id))
    )
    return db.scalars(rows.order_by(Person.name, Person.id)).all() or [person]


def learners_page(cohort_id: int, after: str | None) -> Page[Person]:
    """Learners who take part in a cohort, by name, after the one with this id."""
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    rows = select(Person).join(Enrollment, Enrollment.person_id == Person.id).where(*here)
    if number := number_in(after):
        last = select(Person.name).where(Person.id == number).scalar_subquery()
        rows = rows.where((Person.name > last) | ((Person.name == last) & (Person.id > number)))
    found = db.scalars(limited(rows.order_by(Person.name, Person.id))).all()
    return cut_at(found, lambda person: person.id)


def hold(cohort_id: int) -> None:
    """Let nobody else arrange groups in a cohort until the transaction ends."""
    db.scalar(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True))


def _here(assignment_id: int, cohort_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return WorkMember.assignment_id == assignment_id, WorkMember.cohort_id == cohort_id
