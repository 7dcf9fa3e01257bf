"""Who sees which pairs: coordinators all of a cohort, learners those that they asked for themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.people.models import Closing, Person
from lms.roleplays.apart.models import KeptApart

MOST = 500  # learners to choose among


def pairs_page(cohort_id: int, after: str | None) -> Page[KeptApart]:
    """A page of a cohort's pairs, the oldest first. One statement."""
    rows = _pairs().where(KeptApart.cohort_id == cohort_id)
    if number := number_in(after):
        rows = rows.where(KeptApart.id > number)
    return cut_at(db.scalars(limited(rows.order_by(KeptApart.id))).all(), lambda one: one.id)


def asked_by(person_id: int, cohort_id: int) -> Sequence[KeptApart]:
    """What somebody asked for in a cohort, the oldest first."""
    mine = (KeptApart.asked_by_id == person_id, KeptApart.cohort_id == cohort_id)
    return db.scalars(_pairs().where(*mine).order_by(KeptApart.id)).all()


def pair(slug: str, pair_id: int) -> KeptApart | None:
    """One of the cohort with this slug."""
    rows = _pairs().join(Cohort, Cohort.id == KeptApart.cohort_id).where(KeptApart.id == pair_id, Cohort.slug == slug)
    return db.scalars(rows).one_or_none()


def learners(cohort_id: int) -> Sequence[tuple[int, str]]:
    """Id and name of a cohort's learners, by name."""
    closed = select(Closing.person_id)
    rows = (
        select(Person.id, Person.name)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
        .where(Person.id.not_in(closed))
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return [(id, name) for id, name in db.execute(rows)]


def _pairs() -> Select[Any]:
    people = (KeptApart.one, KeptApart.other, KeptApart.asked_by, KeptApart.cohort)
    return select(KeptApart).options(*(joinedload(one, innerjoin=True) for one in people))
