"""What is asked about people's hours. How somebody stands among peers is counted; whose hours are when isn't shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, null, or_, select, union_all

from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.people.models import Closing, Person
from lms.roleplays.hours import rules
from lms.roleplays.hours.models import (
    BusySource,
    BusyTime,
    HoursException,
    HoursMenu,
    HoursWindow,
    MenuHour,
    MenuTick,
    Volunteer,
    WeeklyHours,
)
from lms.roleplays.hours.outlook import Outlook, outlook
from lms.roleplays.hours.resolving import Busy, Hours, Tick
from lms.roleplays.hours.rules import Away, DayException, Window

Round = tuple[datetime, datetime]
SAID = ("person_id", "from_on", "to_on", "begins", "ends", "is_free")  # of an exception


@dataclass(frozen=True)
class Menu:
    """A cohort's shared menu, and who has ticked which hour of it."""

    cohort: Cohort
    menu: HoursMenu
    hours: Sequence[MenuHour]
    ticks: Mapping[int, Collection[int]]
    """By hour, the people."""

    def ticked_by(self, person_id: int) -> list[MenuHour]:
        return [hour for hour in self.hours if person_id in self.ticks[hour.id]]


@dataclass(frozen=True)
class Mine:
    """All that somebody's own page shows."""

    person: Person
    weekly: WeeklyHours | None
    windows: Sequence[Window]
    exceptions: Sequence[HoursException]
    source: BusySource | None
    busy: Sequence[Busy]
    menus: Sequence[Menu]
    outlook: Outlook
    steps_in_at: Collection[int] = ()
    """The cohorts in which they step in where a group lacks somebody."""

    @property
    def seen(self) -> int:
        return self.weekly.saved if self.weekly else 0

    @property
    def zone(self) -> ZoneInfo:
        return self.weekly.zone if self.weekly else self.person.zone

    @property
    def has_moved(self) -> bool:
        """Whether they live in another zone now than that of their hours."""
        return self.weekly is not None and bool(self.windows) and self.weekly.zone_name != self.person.zone_name

    @property
    def ticked(self) -> int:
        return sum(len(menu.ticked_by(self.person.id)) for menu in self.menus)


def hours_of(cohort_id: int, round_: Round) -> dict[int, Hours]:
    """By id, what each learner of a cohort says about their time: for whoever makes groups. Three statements."""
    return _hours([cohort_id], menus_of([cohort_id]), *_taken([cohort_id], round_))


def mine(person: Person, cohort_ids: Collection[int], now: datetime) -> Mine:
    """Somebody's own hours, and how they stand among the other learners of their cohorts. Five statements."""
    round_ = rules.outlook_week(now)
    menus, exceptions = menus_of(cohort_ids), _exceptions(cohort_ids, round_, person.id)
    hours = _hours(cohort_ids, menus, exceptions, _busy(cohort_ids, round_))
    rows = db.execute(
        select(WeeklyHours, BusySource, Volunteer.cohort_id)
        .select_from(Person)
        .outerjoin(WeeklyHours, WeeklyHours.person_id == Person.id)
        .outerjoin(BusySource, BusySource.person_id == Person.id)
        .outerjoin(Volunteer, Volunteer.person_id == Person.id)
        .where(Person.id == person.id)
    ).all()
    own = hours.pop(person.id, Hours(person.zone))
    return Mine(
        person,
        rows[0][0],
        own.windows,
        [one for one in exceptions if one.person_id == person.id],
        rows[0][1],
        own.busy,
        menus,
        outlook(own, list(hours.values()), *round_, rules.MEETING_MINUTES),
        {cohort_id for _, _, cohort_id in rows if cohort_id},
    )


def weekly_of(person_id: int) -> WeeklyHours | None:
    """Somebody's week as a row."""
    return db.get(WeeklyHours, person_id, populate_existing=True)


def windows_of(person_id: int) -> list[Window]:
    """Somebody's week."""
    rows = select(HoursWindow).where(HoursWindow.person_id == person_id)
    return [row.window for row in db.scalars(rows.order_by(HoursWindow.weekday, HoursWindow.begins))]


def exception(exception_id: int) -> HoursException | None:
    """An exception by its number."""
    return db.get(HoursException, exception_id)


def exceptions_count(person_id: int, today: date) -> int:
    """How many exceptions somebody has, from today on."""
    mine = (HoursException.person_id == person_id, HoursException.to_on >= today)
    return db.scalar(select(func.count()).select_from(HoursException).where(*mine)) or 0


def source_of(person_id: int) -> BusySource | None:
    """The address of somebody's calendar."""
    return db.get(BusySource, person_id, populate_existing=True)


def zone_of(person_id: int) -> ZoneInfo:
    """Where somebody lives."""
    return db.get_one(Person, person_id).zone


def busy_of(person_id: int) -> list[Busy]:
    """Their busy times that are kept."""
    rows = select(BusyTime.begins_at, BusyTime.ends_at).where(BusyTime.person_id == person_id)
    return [(begins_at, ends_at) for begins_at, ends_at in db.execute(rows.order_by(BusyTime.begins_at))]


def sources_to_refresh(now: datetime, most: int = 100) -> Sequence[BusySource]:
    """Calendars that were looked at too long ago, the longest first; closed accounts are left alone."""
    before = now - rules.REFRESH
    stale = and_(BusySource.looked_at < before, BusySource.asked_at < before)
    closed = exists().where(Closing.person_id == BusySource.person_id)
    return db.scalars(select(BusySource).where(stale, ~closed).order_by(BusySource.looked_at).limit(most)).all()


def menu_of(cohort: Cohort) -> Menu | None:
    """A cohort's menu."""
    return next(iter(menus_of([cohort.id])), None)


def menus_of(cohort_ids: Collection[int]) -> list[Menu]:
    """The menus of cohorts, with everybody's ticks. One statement."""
    rows = db.execute(
        select(HoursMenu, Cohort, MenuHour, MenuTick.person_id)
        .join(Cohort, Cohort.id == HoursMenu.cohort_id)
        .outerjoin(MenuHour, MenuHour.cohort_id == HoursMenu.cohort_id)
        .outerjoin(MenuTick, MenuTick.hour_id == MenuHour.id)
        .where(HoursMenu.cohort_id.in_(cohort_ids))
        .order_by(HoursMenu.cohort_id, MenuHour.weekday, MenuHour.begins, MenuTick.person_id)
    ).all()
    found: dict[int, tuple[HoursMenu, Cohort, dict[MenuHour, set[int]]]] = {}
    for menu, cohort, hour, person_id in rows:
        ticks = found.setdefault(cohort.id, (menu, cohort, {}))[2]
        if hour:
            ticks.setdefault(hour, set()).update({person_id} - {None})
    return [
        Menu(cohort, menu, list(ticks), {hour.id: people for hour, people in ticks.items()})
        for menu, cohort, ticks in found.values()
    ]


def volunteers_of(cohort_id: int) -> set[int]:
    """Who steps in where a group of a cohort lacks somebody."""
    return set(db.scalars(select(Volunteer.person_id).where(Volunteer.cohort_id == cohort_id)))


def learners(rows: Select[Any], cohort_ids: Collection[int]) -> Select[Any]:
    """Of a query over enrollments: only those of learners who take part, and whose accounts are open."""
    closed = exists().where(Closing.person_id == Enrollment.person_id)
    here = (Enrollment.cohort_id.in_(cohort_ids), Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    return rows.where(*here, ~closed)


def _hours(
    cohort_ids: Collection[int],
    menus: Sequence[Menu],
    exceptions: Sequence[HoursException],
    busy: Mapping[int, Sequence[Busy]],
) -> dict[int, Hours]:
    rows = db.execute(
        learners(
            select(Person.id, Person.zone_name, WeeklyHours.zone_name, HoursWindow)
            .select_from(Enrollment)
            .join(Person, Person.id == Enrollment.person_id)
            .outerjoin(WeeklyHours, WeeklyHours.person_id == Person.id)
            .outerjoin(HoursWindow, HoursWindow.person_id == Person.id)
            .order_by(Person.id, HoursWindow.weekday, HoursWindow.begins),
            cohort_ids,
        )
    ).all()
    zones = {person_id: ZoneInfo(painted or lives) for person_id, lives, painted, _ in rows}
    windows: dict[int, set[Window]] = {}
    for person_id, _, _, window in rows:  # more than once for whoever learns in several cohorts
        windows.setdefault(person_id, set()).update({window.window} if window else ())
    said = _said_by(exceptions)
    return {
        person_id: Hours(
            zone,
            sorted(windows[person_id]),
            [one for one in said.get(person_id, ()) if isinstance(one, DayException)],
            [one for one in said.get(person_id, ()) if isinstance(one, Away)],
            busy.get(person_id, ()),
            _ticks(menus, person_id),
        )
        for person_id, zone in zones.items()
    }


def _said_by(exceptions: Iterable[HoursException]) -> dict[int, list[Away | DayException]]:
    said: dict[int, list[Away | DayException]] = {}
    for one in exceptions:
        said.setdefault(one.person_id, []).append(one.said)
    return said


def _exceptions(cohort_ids: Collection[int], round_: Round, whole_of: int) -> Sequence[HoursException]:
    """What concerns a round, and of one person all that isn't over."""
    first, last = _dates(round_)
    of_round = and_(_is_learner(HoursException.person_id, cohort_ids), HoursException.from_on <= last)
    wanted = or_(of_round, HoursException.person_id == whole_of)
    rows = select(HoursException).where(wanted, HoursException.to_on >= first)
    return db.scalars(rows.order_by(HoursException.from_on, HoursException.begins, HoursException.id)).all()


def _busy(cohort_ids: Collection[int], round_: Round) -> dict[int, list[Busy]]:
    rows = select(BusyTime.person_id, BusyTime.begins_at, BusyTime.ends_at).where(*_is_busy(cohort_ids, round_))
    return _busy_by(db.execute(rows.order_by(BusyTime.person_id, BusyTime.begins_at)).all())


def _taken(cohort_ids: Collection[int], round_: Round) -> tuple[list[HoursException], dict[int, list[Busy]]]:
    """Exceptions and busy times that concern a round. One statement: no row of the one has columns of the other."""
    first, last = _dates(round_)
    e = HoursException
    said = select(
        e.person_id, e.from_on, e.to_on, e.begins, e.ends, e.is_free,
        cast(null(), BusyTime.begins_at.type).label("begins_at"), cast(null(), BusyTime.ends_at.type).label("ends_at"),
    ).where(_is_learner(e.person_id, cohort_ids), e.from_on <= last, e.to_on >= first)  # fmt: skip
    nothing = [cast(null(), column.type) for column in (e.from_on, e.to_on, e.begins, e.ends, e.is_free)]
    busy = select(BusyTime.person_id, *nothing, BusyTime.begins_at, BusyTime.ends_at)
    both = union_all(said, busy.where(*_is_busy(cohort_ids, round_)))
    rows = db.execute(both.order_by("person_id", "from_on", "begins", "begins_at")).all()
    exceptions = [e(**{name: getattr(row, name) for name in SAID}) for row in rows if row.from_on]
    return exceptions, _busy_by((row.person_id, row.begins_at, row.ends_at) for row in rows if row.begins_at)


def _dates(round_: Round) -> tuple[date, date]:
    """The first and the last date that it can have anywhere."""
    return round_[0].date() - timedelta(days=2), round_[1].date() + timedelta(days=1)


def _is_busy(cohort_ids: Collection[int], round_: Round) -> tuple[ColumnElement[bool], ...]:
    within = (BusyTime.ends_at > round_[0], BusyTime.begins_at < round_[1])
    return _is_learner(BusyTime.person_id, cohort_ids), *within


def _busy_by(rows: Iterable[Any]) -> dict[int, list[Busy]]:
    found: dict[int, list[Busy]] = {}
    for person_id, begins_at, ends_at in rows:
        found.setdefault(person_id, []).append((begins_at, ends_at))
    return found


def _is_learner(person_id: ColumnElement[int], cohort_ids: Collection[int]) -> ColumnElement[bool]:
    return person_id.in_(learners(select(Enrollment.person_id), cohort_ids))


def _ticks(menus: Sequence[Menu], person_id: int) -> list[Tick]:
    return [
        Tick(window, menu.cohort.zone)
        for menu in menus
        for hour in menu.ticked_by(person_id)
        for window in rules.menu_windows(hour.weekday, hour.begins, menu.menu.minutes)
    ]
