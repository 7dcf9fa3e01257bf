"""When somebody is reminded. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)  # where the learner lives, on the day before work is due
DUE_AHEAD = timedelta(hours=41)  # no work is reminded of earlier: from 8:00 to the end of the next day, an hour spare
CLASS_TOMORROW, CLASS_SOON = timedelta(hours=24), timedelta(hours=1)  # before a class starts
ROLE_PLAY_SOON = timedelta(minutes=10)  # before a role play does


def is_due_tomorrow(due_at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is time to remind of work: from the morning of the day before it is due until it is, local days."""
    day_before = due_at.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day_before, MORNING, zone).astimezone(UTC) <= now < due_at


def is_soon(starts_at: datetime, now: datetime) -> bool:
    """Whether a class that hasn't begun does so within the hour."""
    return starts_at - CLASS_SOON <= now < starts_at


def role_play_is_soon(starts_at: datetime, now: datetime) -> bool:
    """Whether a role play that hasn't begun does so within ten minutes."""
    return starts_at - ROLE_PLAY_SOON <= now < starts_at
