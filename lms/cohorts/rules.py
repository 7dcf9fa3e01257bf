"""When classes are and when work is due. Pure: dates, wall-clock times and zones in; dates and instants out."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SLUG_LIMIT = 80  # characters
JOIN_OPENS = timedelta(minutes=10)  # before a class starts
FAR_APART = timedelta(days=5)  # from here on, work is due a day before the next class
OWN_EXTENSION_DAYS = 3  # that a learner grants themselves, once, unless the cohort says otherwise
OWN_EXTENSION_MOST = 30
END_OF_DAY = time(23, 59)
FIRST_YEAR, LAST_YEAR = 2000, 2199  # of anything that is planned


class Pattern(StrEnum):
    """The rhythm of a cohort."""

    WEEKLY = "weekly"
    TWICE_WEEKLY = "twice a week"


STEPS = {Pattern.WEEKLY: [7], Pattern.TWICE_WEEKLY: [2, 5]}  # days from one class to the next, over and over


class TooFar(ValueError):
    """A date outside of the years for which anybody plans."""


class NoSuchTime(ValueError):
    """A wall-clock time that the zone skips on that day (clocks go forward)."""


def short_name(title: str) -> str:
    """What a cohort is called in addresses if nobody says otherwise: "KAP, Spring 2027" is "kap-spring-2027"."""
    letters = (c for c in unicodedata.normalize("NFKD", title).lower() if not unicodedata.combining(c))
    return "-".join(re.findall("[a-z0-9]+", "".join(letters)))[:SLUG_LIMIT].rstrip("-")


def class_dates(pattern: Pattern, first_on: date, count: int, skipped: Sequence[date] = ()) -> list[date]:
    """The dates of `count` classes: the pattern from `first_on` on, leaving out the skipped dates.

    Raises TooFar.
    """
    steps, day, turn, left_out = STEPS[pattern], first_on, 0, set(skipped)
    dates: list[date] = []
    while len(dates) < count:
        check_year(day)
        if day not in left_out:
            dates.append(day)
        day += timedelta(days=steps[turn % len(steps)])
        turn += 1
    return dates


def check_year(day: date) -> None:
    """Raises TooFar for a date that is surely mistyped."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TooFar(f"{day.isoformat()} is not between {FIRST_YEAR} and {LAST_YEAR}.")


def shifted(walls: Sequence[datetime], by: timedelta, skipped: Sequence[date] = ()) -> list[datetime]:
    """Wall-clock times without a zone, all moved by as much. But for the first, which somebody chose, one that would
    fall on a skipped date goes on by weeks, and those after it with it."""
    moved, more = [], timedelta(0)
    for place, wall in enumerate(walls):
        while place and (wall + by + more).date() in skipped:
            more += timedelta(days=7)
        moved.append(wall + by + more)
    return moved


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time, in UTC. Of an hour that comes twice, the first.

    Raises NoSuchTime for an hour that the zone leaves out.
    """
    wall = datetime.combine(on, at, zone)
    result = wall.astimezone(UTC)
    if result.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime(f"{at:%H:%M} doesn't exist on {on:%B %-d, %Y} in {zone.key}: the clocks go forward then.")
    return result


def due_at(starts: Sequence[datetime], index: int, days_after: int | None, zone: ZoneInfo) -> datetime:
    """When the home practice of the class `starts[index]` is due; `starts` are all starts of the cohort, in order.

    With `days_after`, or for the last class (then 14 days), at 23:59 in the cohort's zone; otherwise a day before the
    next class where that is at least five days off, else two hours before it.
    """
    if days_after is None and index + 1 < len(starts):
        gap = starts[index + 1] - starts[index]
        return starts[index + 1] - (timedelta(days=1) if gap >= FAR_APART else timedelta(hours=2))
    held_on = starts[index].astimezone(zone).date()
    return instant(held_on + timedelta(days=14 if days_after is None else days_after), END_OF_DAY, zone)


def can_join(now: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the way into a live class is open."""
    return starts_at - JOIN_OPENS <= now < ends_at
