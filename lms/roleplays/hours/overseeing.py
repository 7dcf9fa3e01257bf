"""What staff are told about a cohort's hours: who has given any, who hasn't, who is away. Never whose are when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from lms.cohorts.models import Enrollment
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.people.models import Person
from lms.roleplays.hours import rules
from lms.roleplays.hours.models import HoursException, HoursWindow, MenuHour, MenuTick
from lms.roleplays.hours.queries import learners


class Part(StrEnum):
    """Which of a cohort's learners a coordinator looks at."""

    MISSING = "missing"
    GIVEN = "given"
    AWAY = "away"
    ALL = "all"


@dataclass(frozen=True)
class Given:
    """What a learner of a cohort has given so far."""

    enrollment: Enrollment
    quarters: int
    """A week."""
    ticks: int
    away_until: date | None

    @property
    def is_missing(self) -> bool:
        return not self.quarters and not self.ticks


def given_in(cohort_id: int, part: Part, today: date, after: str | None) -> Page[Given]:
    """A page of a cohort's learners with what they have given, in the order of enrolling. One statement."""
    rows = _given(cohort_id, today).where(*_parts(part, cohort_id, today))
    if number := number_in(after):
        rows = rows.where(Enrollment.id > number)
    found = [Given(*row) for row in db.execute(limited(rows.order_by(Enrollment.id)))]
    return cut_at(found, lambda given: given.enrollment.id)


def parts_counts(cohort_id: int, today: date) -> dict[Part, int]:
    """How many there are in each part. One statement."""
    columns = [
        func.count().filter(and_(*_parts(part, cohort_id, today))) if part is not Part.ALL else func.count()
        for part in Part
    ]
    counts = db.execute(learners(select(*columns).select_from(Enrollment), [cohort_id])).one()
    return dict(zip(Part, counts, strict=True))


def silent_in(cohort_id: int) -> Sequence[Person]:
    """Learners of a cohort who have given no hours."""
    people = select(Person).join(Enrollment, Enrollment.person_id == Person.id)
    rows = learners(people, [cohort_id]).where(~_has_given(cohort_id)).order_by(Person.id)
    return db.scalars(rows).all()


def _given(cohort_id: int, today: date) -> Select[Any]:
    painted = func.sum(HoursWindow.ends - HoursWindow.begins)
    of_them = (HoursWindow.person_id == Enrollment.person_id,)
    ticks = select(func.count()).select_from(MenuTick).join(MenuHour, MenuHour.id == MenuTick.hour_id)
    ticked_here = (MenuTick.person_id == Enrollment.person_id, MenuHour.cohort_id == cohort_id)
    rows = (
        select(
            Enrollment,
            func.coalesce(select(painted).where(*of_them).scalar_subquery(), 0),
            ticks.where(*ticked_here).scalar_subquery(),
            select(func.max(HoursException.to_on)).where(*_away(today)).scalar_subquery(),
        )
        .join(Enrollment.person)
        .options(contains_eager(Enrollment.person))
    )
    return learners(rows, [cohort_id])


def _away(today: date) -> tuple[ColumnElement[bool], ...]:
    """What makes somebody away now, or within the next week."""
    return (
        HoursException.person_id == Enrollment.person_id,
        ~HoursException.is_free,
        HoursException.ends - HoursException.begins == rules.QUARTERS,
        HoursException.from_on <= today + rules.OUTLOOK,
        HoursException.to_on >= today,
    )


def _has_given(cohort_id: int) -> ColumnElement[bool]:
    ticked = select(MenuTick.person_id).join(MenuHour, MenuHour.id == MenuTick.hour_id)
    here = (MenuTick.person_id == Enrollment.person_id, MenuHour.cohort_id == cohort_id)
    painted = exists().where(HoursWindow.person_id == Enrollment.person_id)
    return or_(painted, ticked.where(*here).exists())


def _parts(part: Part, cohort_id: int, today: date) -> list[ColumnElement[bool]]:
    return {
        Part.MISSING: [~_has_given(cohort_id)],
        Part.GIVEN: [_has_given(cohort_id)],
        Part.AWAY: [exists().where(*_away(today))],
        Part.ALL: [],
    }[part]
