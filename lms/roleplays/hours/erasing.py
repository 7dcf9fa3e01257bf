"""What somebody has said about their time, and the address of their own calendar."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.roleplays.hours.models import (
    BusySource,
    BusyTime,
    HoursException,
    HoursWindow,
    MenuTick,
    Volunteer,
    WeeklyHours,
)


def _weeks(whose: Whose) -> Select[Any]:
    w = HoursWindow
    return select(w.id, w.weekday, w.begins, w.ends, w.is_comfortable).where(w.person_id == whose.id)


def _erase_weeks(whose: Whose, now: datetime) -> None:
    db.execute(delete(HoursWindow).where(HoursWindow.person_id == whose.id))
    db.execute(delete(WeeklyHours).where(WeeklyHours.person_id == whose.id))


def _exceptions(whose: Whose) -> Select[Any]:
    e = HoursException
    return select(e.id, e.from_on, e.to_on, e.begins, e.ends, e.is_free).where(e.person_id == whose.id)


def _erase_exceptions(whose: Whose, now: datetime) -> None:
    db.execute(delete(HoursException).where(HoursException.person_id == whose.id))


def _ticks(whose: Whose) -> Select[Any]:
    return select(MenuTick.hour_id).where(MenuTick.person_id == whose.id)


def _erase_ticks(whose: Whose, now: datetime) -> None:
    db.execute(delete(MenuTick).where(MenuTick.person_id == whose.id))


def _volunteering(whose: Whose) -> Select[Any]:
    return select(Volunteer.cohort_id, Volunteer.since).where(Volunteer.person_id == whose.id)


def _erase_volunteering(whose: Whose, now: datetime) -> None:
    db.execute(delete(Volunteer).where(Volunteer.person_id == whose.id))


def _calendars(whose: Whose) -> Select[Any]:
    return select(BusySource.person_id, BusySource.url).where(BusySource.person_id == whose.id)


def _erase_calendars(whose: Whose, now: datetime) -> None:
    db.execute(delete(BusyTime).where(BusyTime.person_id == whose.id))
    db.execute(delete(BusySource).where(BusySource.person_id == whose.id))


PARTS = (
    Part("hours", "Hours for role plays", _weeks, _erase_weeks),
    Part("hours_exceptions", "Days on which they are free otherwise, or away", _exceptions, _erase_exceptions),
    Part("hours_ticks", "Ticked hours", _ticks, _erase_ticks),
    Part("volunteering", "That they step in where a group lacks somebody", _volunteering, _erase_volunteering),
    Part("busy_source", "The address of their own calendar, and its busy times", _calendars, _erase_calendars),
)
