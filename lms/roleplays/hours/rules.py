"""Hours of a week as people give them, and what makes them good enough. Pure.

A quarter is a quarter of an hour since midnight by the wall clock, 0 to 95; an end is 1 to 96, where 96 is midnight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

QUARTERS = 96  # a day
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOT, POSSIBLE, COMFORTABLE = "0", "1", "2"  # of a quarter, in a week as it is sent: 7 × 96 of these, Monday first
WEEK_LENGTH = len(DAYS) * QUARTERS
EMPTY = NOT * WEEK_LENGTH

MEETING_MINUTES = 60
WINDOWS_ASKED, WINDOW_ASKED_QUARTERS, TICKS_ASKED = 5, 8, 4  # with fewer, groups of three become rare
EXCEPTIONS_MOST = 100  # of one person, past ones not counted
ABSENCE_MOST = timedelta(days=366)
PLANNED_MOST = timedelta(days=2 * 366)  # ahead
MENU_MOST = 60  # hours
MENU_MINUTES = (60, 90, 120)
URL_LIMIT = 2000  # characters
HORIZON = timedelta(weeks=9)  # for which busy times are kept
REFRESH = timedelta(hours=6)
OUTLOOK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Window:
    """Every week on this day (0 is Monday), from a quarter on until another."""

    weekday: int
    begins: int
    ends: int
    is_comfortable: bool = True


@dataclass(frozen=True)
class DayException:
    """On this date alone, otherwise than in the week: free besides, or not free."""

    on: date
    begins: int
    ends: int
    is_free: bool


@dataclass(frozen=True)
class Away:
    """Not there on these days, both included."""

    from_on: date
    to_on: date


def as_week(windows: Iterable[Window]) -> str:
    """Windows as a painted week; where two overlap, the comfortable one counts."""
    week = [NOT] * WEEK_LENGTH
    for window in sorted(windows, key=lambda window: window.is_comfortable):
        first = window.weekday * QUARTERS
        quarters = range(first + window.begins, first + window.ends)
        for quarter in quarters:
            week[quarter] = COMFORTABLE if window.is_comfortable else POSSIBLE
    return "".join(week)


def windows_in(week: str) -> list[Window]:
    """A painted week as windows, in order, each as long as it can be."""
    found = []
    for weekday in range(len(DAYS)):
        at = 0
        for level, quarters in groupby(week[weekday * QUARTERS : (weekday + 1) * QUARTERS]):
            length = len(list(quarters))
            if level != NOT:
                found.append(Window(weekday, at, at + length, level == COMFORTABLE))
            at += length
    return found


def is_week(text: str) -> bool:
    """Whether the text is a painted week."""
    return len(text) == WEEK_LENGTH and not set(text) - {NOT, POSSIBLE, COMFORTABLE}


def stretches(windows: Iterable[Window]) -> list[Window]:
    """The same time without its comfort: what touches is one stretch. Midnight parts two."""
    return windows_in(as_week(Window(w.weekday, w.begins, w.ends) for w in windows))


def advice(windows: Sequence[Window], ticks: int, has_menu: bool) -> str:
    """What would help somebody to be placed, in a sentence; empty where they have given enough."""
    long_enough = sum(w.ends - w.begins >= WINDOW_ASKED_QUARTERS for w in stretches(windows))
    if long_enough >= WINDOWS_ASKED or ticks >= TICKS_ASKED:
        return ""
    menu = f", or tick {TICKS_ASKED} of the hours below" if has_menu else ""
    return (
        f"With {WINDOWS_ASKED} stretches of two hours or more{menu}, there is nearly always a group of three for you. "
        f"You have {long_enough} so far."
    )


def span_fault(begins: int, ends: int) -> str | None:
    """Why a span of a day can't be so, as a sentence; None if it can."""
    return None if begins < ends else "The end has to come after the beginning; midnight as an end is 00:00."


def dates_fault(from_on: date, to_on: date, today: date) -> str | None:
    """Why somebody can't say something about these days, as a sentence; None if they can."""
    if to_on < from_on:
        return "The last day has to come after the first."
    if to_on < today:
        return "That is over already."
    if to_on - from_on > ABSENCE_MOST or from_on - today > PLANNED_MOST:
        return "That is too long, or too far ahead. Please say it for a year at most, within the next two."
    return None


def quarter(at: time) -> int:
    """The quarter that begins at this time, or in which it lies."""
    return at.hour * 4 + at.minute // 15


def end_quarter(at: time) -> int:
    """The quarter at which something ends; midnight is the day's end."""
    return quarter(at) or QUARTERS


def time_of(quarter_: int) -> time:
    """The wall-clock time of a quarter; of the day's end, midnight."""
    return time(quarter_ // 4 % 24, quarter_ % 4 * 15)


def said_time(quarter_: int) -> str:
    """A quarter for people: "6:30 PM"; 96 is "midnight"."""
    return "midnight" if quarter_ == QUARTERS else time_of(quarter_).strftime("%-I:%M %p")


def said_span(begins: int, ends: int) -> str:
    """A span of a day for people."""
    return "all day" if ends - begins == QUARTERS else f"{said_time(begins)} to {said_time(ends)}"


def menu_windows(weekday: int, begins: int, minutes: int) -> list[Window]:
    """An hour of a menu as windows: two where it goes beyond midnight."""
    ends = begins + -(-minutes // 15)
    if ends <= QUARTERS:
        return [Window(weekday, begins, ends)]
    return [Window(weekday, begins, QUARTERS), Window((weekday + 1) % len(DAYS), 0, ends - QUARTERS)]


def discomfort(at: time) -> int:
    """What a meeting at this local time costs: 0 within 8 to 21 o'clock, 1 within 7 to 22, 3 within 6 to 23, else 8."""
    for cost, first, last in ((0, 8, 21), (1, 7, 22), (3, 6, 23)):
        if time(first) <= at < time(last):
            return cost
    return 8


def said_discomfort(cost: int) -> str:
    """What `discomfort` means, for people."""
    return {0: "within your day", 1: "a little early or late", 3: "early or late"}.get(cost, "at night")


def said_shift(minutes: int) -> str:
    """By how much something comes at another local time: "one hour earlier"."""
    size = abs(minutes)
    amount = "one hour" if size == 60 else f"{size // 60} hours" if size % 60 == 0 else f"{size} minutes"
    return f"{amount} {'earlier' if minutes < 0 else 'later'}"


def outlook_week(now: datetime) -> tuple[datetime, datetime]:
    """The week that counts of peers are made for: seven days from the next midnight in UTC on."""
    begins = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return begins, begins + OUTLOOK


def masked(url: str) -> str:
    """A calendar's address as it may be shown: where it lies, and no part of its secret."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/…"
