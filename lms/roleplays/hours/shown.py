"""Hours as pages show them: those of a menu at the reader's own time, and what a change of the clocks does to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from lms.cohorts.models import Cohort
from lms.people.models import Person
from lms.roleplays.hours import rules
from lms.roleplays.hours.models import MenuHour
from lms.roleplays.hours.queries import Menu
from lms.roleplays.hours.resolving import Busy, shift

AHEAD_WEEKS = 4  # looked through for a change of the clocks
BUSY_MOST = 5  # shown of what was found


@dataclass(frozen=True)
class Offered:
    """An hour of a menu, as one learner sees it."""

    hour: MenuHour
    starts_at: datetime
    """When it comes next."""
    is_ticked: bool
    discomfort: int
    """What it costs at the reader's local time (see `rules.discomfort`)."""
    moves_on: date | None
    """From when on it is at another local time, if soon."""
    moves_by: int
    """By so many minutes; less than nothing is earlier."""
    discomfort_then: int


@dataclass(frozen=True)
class OfferedMenu:
    """A cohort's menu, as one learner sees it, in the order of their own week."""

    menu: Menu
    hours: Sequence[Offered]


@dataclass(frozen=True)
class Change:
    """What is fixed in a cohort's zone comes at another local time from then on."""

    cohort: Cohort
    on: date
    minutes: int


def coming(busy: Sequence[Busy], now: datetime) -> Sequence[Busy]:
    """The next of the busy times."""
    return [times for times in busy if times[1] > now][:BUSY_MOST]


def menu_for(menu: Menu, person: Person, now: datetime) -> OfferedMenu:
    """A menu for one learner."""
    offered = [_offered(menu, hour, person, now) for hour in menu.hours]
    return OfferedMenu(menu, sorted(offered, key=lambda one: _in_week(one.starts_at.astimezone(person.zone))))


def next_change(zone: ZoneInfo, cohorts: Sequence[Cohort], now: datetime) -> Change | None:
    """The first change of the clocks, of either side, that moves a cohort's hours for somebody in this zone soon."""
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=ahead) for ahead in range(7 * AHEAD_WEEKS)):
        for cohort in cohorts:
            if minutes := shift(zone, cohort.zone, day, cohort.starts_at_time):
                return Change(cohort, day, minutes)
    return None


def _offered(menu: Menu, hour: MenuHour, person: Person, now: datetime) -> Offered:
    zone, at = menu.cohort.zone, rules.time_of(hour.begins)
    today = now.astimezone(zone).date()
    first = today + timedelta(days=(hour.weekday - today.weekday()) % 7)
    if datetime.combine(first, at, zone) <= now:
        first += timedelta(days=7)
    days = [first + timedelta(weeks=week) for week in range(AHEAD_WEEKS)]
    moved = next((day for day in days[1:] if shift(person.zone, zone, day, at)), None)
    local = [datetime.combine(day, at, zone).astimezone(person.zone) for day in (first, moved or first)]
    return Offered(
        hour,
        datetime.combine(first, at, zone).astimezone(UTC),
        person.id in menu.ticks[hour.id],
        rules.discomfort(local[0].time()),
        moved,
        shift(person.zone, zone, moved, at) if moved else 0,
        rules.discomfort(local[1].time()),
    )


def _in_week(local: datetime) -> tuple[int, int, int]:
    return local.weekday(), local.hour, local.minute
