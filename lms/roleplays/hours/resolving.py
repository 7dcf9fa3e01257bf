"""From wall-clock hours to instants, date by date. Pure.

A round lasts from one instant to another, both at full quarters of an hour; bit `n` of a mask stands for the quarter,
or the start, `n` quarters after its beginning, in UTC. Somebody is free at an instant if the clock on their wall shows
a time within their hours then. So of hours that a zone leaves out in spring nothing is left, hours that come twice in
autumn are free both times, and a window over a change is as long as it really lasts.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from lms.roleplays.hours.rules import QUARTERS, Away, DayException, Window

QUARTER = timedelta(minutes=15)
WEEK = timedelta(days=7)
DAYTIME = (8 * 4, 21 * 4)  # local quarters within which an hour that was only ticked is comfortable

Busy = tuple[datetime, datetime]
Span = tuple[int, int]
"""Quarters of one day, from and until."""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Run:
    """Quarters of one date that follow each other on the clock and in time."""

    bit: int
    quarter: int
    length: int


@dataclass(frozen=True)
class Tick:
    """A window of a shared menu, which is in a zone of its own."""

    window: Window
    zone: ZoneInfo


@dataclass(frozen=True)
class Hours:
    """All that one person says about their time."""

    zone: ZoneInfo
    windows: Sequence[Window] = ()
    exceptions: Sequence[DayException] = ()
    away: Sequence[Away] = ()
    busy: Sequence[Busy] = ()
    ticks: Sequence[Tick] = ()

    @property
    def is_empty(self) -> bool:
        """Whether they have said nothing about when they can."""
        return not (self.windows or self.ticks or any(exception.is_free for exception in self.exceptions))

    def starts(self, round_from: datetime, round_to: datetime, minutes: int) -> int:
        """The starts at which they could meet for so long."""
        return in_a_row(self.free(round_from, round_to), minutes)

    def comfortable_starts(self, round_from: datetime, round_to: datetime, minutes: int) -> int:
        """The starts that suit them well throughout: painted so, or ticked and within their day."""
        return in_a_row(self.free(round_from, round_to, only_comfortable=True), minutes)

    def free(self, round_from: datetime, round_to: datetime, only_comfortable: bool = False) -> int:
        """The quarters in which they are free."""
        mine = _days(self.zone, round_from, round_to)
        windows = [w for w in self.windows if w.is_comfortable or not only_comfortable]
        ticked = 0
        for tick in self.ticks:
            ticked |= window_bits(tick.window, tick.zone, round_from, round_to)
        if only_comfortable:
            ticked &= _bits(mine, lambda on: [DAYTIME])
        added = _bits(mine, lambda on: [(x.begins, x.ends) for x in self.exceptions if x.is_free and x.on == on])
        return (_weekly(windows, mine) | ticked | added) & ~self.taken(round_from, round_to)

    def taken(self, round_from: datetime, round_to: datetime) -> int:
        """The quarters in which they are away, busy, or not free for once."""
        days = _days(self.zone, round_from, round_to)
        lost = [exception for exception in self.exceptions if not exception.is_free]
        taken = _bits(days, lambda on: [(x.begins, x.ends) for x in lost if x.on == on])
        taken |= _bits(days, lambda on: [(0, QUARTERS) for away in self.away if away.from_on <= on <= away.to_on])
        for begins_at, ends_at in self.busy:
            taken |= _between(begins_at, ends_at, round_from, round_to)
        return taken


def starts(
    windows: Sequence[Window],
    exceptions: Sequence[DayException],
    away: Sequence[Away],
    busy: Sequence[Busy],
    zone: ZoneInfo,
    round_from: datetime,
    round_to: datetime,
    minutes: int,
) -> int:
    """The starts at which somebody could meet for so long, and be done by the end of the round.

    What isn't free wins over what is: a busy time, an absence, an exception that says so. Raises ValueError for a round
    that doesn't begin and end at full quarters of an hour.
    """
    return Hours(zone, windows, exceptions, away, busy).starts(round_from, round_to, minutes)


def comfortable_starts(
    windows: Sequence[Window],
    exceptions: Sequence[DayException],
    away: Sequence[Away],
    busy: Sequence[Busy],
    zone: ZoneInfo,
    round_from: datetime,
    round_to: datetime,
    minutes: int,
) -> int:
    """Of `starts`, those that lie within comfortable hours throughout."""
    return Hours(zone, windows, exceptions, away, busy).comfortable_starts(round_from, round_to, minutes)


def in_a_row(free: int, minutes: int) -> int:
    """The quarters from which on so many minutes are free."""
    wanted, have = -(-minutes // 15), 1
    while have < wanted:
        step = min(have, wanted - have)
        free &= free >> step
        have += step
    return free


def instants(mask: int, round_from: datetime) -> list[datetime]:
    """The starts that a mask stands for, in order, in UTC."""
    begin = round_from.astimezone(UTC)
    return [begin + bit * QUARTER for bit in range(mask.bit_length()) if mask >> bit & 1]


def window_bits(window: Window, zone: ZoneInfo, round_from: datetime, round_to: datetime) -> int:
    """The quarters of one window."""
    return _weekly([window], _days(zone, round_from, round_to))


def shift(zone: ZoneInfo, anchor: ZoneInfo, on: date, at: time) -> int:
    """By how many minutes somebody's clock shows what happens at an hour of the anchor's zone otherwise than it did a
    week before; less than nothing means earlier."""
    now, before = (
        datetime.combine(day, at, anchor).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        for day in (on, on - WEEK)
    )
    return round((now - before - WEEK) / timedelta(minutes=1))


def shifted(zones: Mapping[Key, ZoneInfo], anchor: ZoneInfo, monday: date, at: time = time(12)) -> dict[Key, int]:
    """For whom what happens at an hour of the anchor's zone is at another local time in this week than in the one
    before, and by how many minutes: of the first day on which it is so."""
    found = {}
    for key, zone in zones.items():
        by = (shift(zone, anchor, monday + timedelta(days=day), at) for day in range(7))
        if minutes := next((minutes for minutes in by if minutes), 0):
            found[key] = minutes
    return found


Days = Mapping[date, Sequence[Run]]


@lru_cache(maxsize=512)
def _days(zone: ZoneInfo, round_from: datetime, round_to: datetime) -> Days:
    """The quarters of a round by the date and the time that the zone's clocks show at their beginning."""
    if any(at.timestamp() % QUARTER.total_seconds() for at in (round_from, round_to)):
        raise ValueError("a round begins and ends at full quarters of an hour")
    begin, days = round_from.astimezone(UTC), dict[date, list[Run]]()
    for bit in range((round_to - round_from) // QUARTER):
        wall = (begin + bit * QUARTER).astimezone(zone)
        quarter, runs = wall.hour * 4 + wall.minute // 15, days.setdefault(wall.date(), [])
        last = runs[-1] if runs else None
        if last and (last.bit + last.length, last.quarter + last.length) == (bit, quarter):
            runs[-1] = Run(last.bit, last.quarter, last.length + 1)
        else:
            runs.append(Run(bit, quarter, 1))
    return days


def _weekly(windows: Iterable[Window], days: Days) -> int:
    by_day: dict[int, list[Span]] = {}
    for window in windows:
        by_day.setdefault(window.weekday, []).append((window.begins, window.ends))
    return _bits(days, lambda on: by_day.get(on.weekday(), []))


def _bits(days: Days, spans_on: Callable[[date], Iterable[Span]]) -> int:
    mask = 0
    for on, runs in days.items():
        for begins, ends in spans_on(on):
            for run in runs:
                first, last = max(begins, run.quarter), min(ends, run.quarter + run.length)
                if first < last:
                    mask |= ((1 << last - first) - 1) << run.bit + first - run.quarter
    return mask


def _between(begins_at: datetime, ends_at: datetime, round_from: datetime, round_to: datetime) -> int:
    """The quarters of a round that an interval touches."""
    begin, end = max(begins_at, round_from), min(ends_at, round_to)
    if begin >= end:
        return 0
    first, last = (begin - round_from) // QUARTER, -((round_from - end) // QUARTER)
    return ((1 << last - first) - 1) << first
