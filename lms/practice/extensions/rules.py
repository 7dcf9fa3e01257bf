"""How far work can be put off, and when the cohort's rule grants it by itself. Pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.cohorts.rules import END_OF_DAY, instant

REASON_LIMIT = 1_000  # characters
SAID_LIMIT = 1_000
FARTHEST = timedelta(days=60)  # after the due time of the class, or after now where that has passed
NEXT_STEP = timedelta(days=3)  # proposed to whoever asks or grants


class Decision(StrEnum):
    """What became of a request."""

    GRANTED = "granted"
    REFUSED = "refused"


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of a day where the learner lives: extensions last until then."""
    return instant(day, END_OF_DAY, zone)


def fault(until_at: datetime, due_at: datetime, class_at: datetime, now: datetime) -> str | None:
    """Why work that is due at `due_at` can't be put off until then; None if it can. It never becomes due earlier."""
    if until_at <= due_at:
        return "This isn’t later than the work is due already. Please choose a later day."
    if until_at <= now:
        return "This day is over. Please choose a later one."
    if until_at > max(class_at, now) + FARTHEST:
        return f"This is more than {FARTHEST.days} days off. Please choose an earlier day."
    return None


def is_granted_by_rule(wished_on: date, class_at: datetime, zone: ZoneInfo, days: int, is_first: bool) -> bool:
    """Whether nobody needs to be asked: the learner's first extension in the cohort, by up to so many days."""
    return is_first and (wished_on - class_at.astimezone(zone).date()).days <= days


def proposed(due_at: datetime, now: datetime, zone: ZoneInfo) -> date:
    """A day to begin with where somebody asks for more time, or grants it."""
    return (max(due_at, now) + NEXT_STEP).astimezone(zone).date()


def earliest(due_at: datetime, now: datetime, zone: ZoneInfo) -> date:
    """The first day whose end is later than the work is due already."""
    day = max(due_at, now).astimezone(zone).date()
    return day if datetime.combine(day, time(23, 59), zone) > max(due_at, now) else day + timedelta(days=1)
