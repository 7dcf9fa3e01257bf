"""When a room is open, who is in it, who can be missed, and where its call is. Pure."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

OPENS_BEFORE = timedelta(minutes=15)  # the hour
MISSED_AFTER = timedelta(minutes=10)  # of the hour
HERE_FOR = timedelta(seconds=50)  # after their page last said so
SEEN_EVERY = timedelta(seconds=15)  # written down no more often
MISSES_TOLD = 2  # in a cohort, from which staff are told, privately
ROOM_NAME = "{room}"


@dataclass(frozen=True)
class Hour:
    """When a group meets, and when it could meet."""

    starts_at: datetime | None
    """None while no hour is booked."""
    from_at: datetime
    until_at: datetime


def is_open(hour: Hour, started_at: datetime | None, now: datetime) -> bool:
    """Whether being on the page is being there: from a quarter before the hour, or from the start of a group that
    begins earlier, to the round's end."""
    opens_at = hour.starts_at - OPENS_BEFORE if hour.starts_at else hour.from_at
    return min(opens_at, started_at or opens_at) <= now <= hour.until_at


def is_here(seen_at: datetime | None, now: datetime) -> bool:
    """Whether somebody is in the room at this moment."""
    return seen_at is not None and now - seen_at <= HERE_FOR


def is_seen_anew(seen_at: datetime | None, now: datetime) -> bool:
    """Whether it is to be written down that somebody is still there."""
    return seen_at is None or now - seen_at >= SEEN_EVERY


def can_be_missed(hour: Hour, came_at: datetime | None, turn: int, now: datetime) -> bool:
    """Whether somebody can be called absent: ten minutes after the hour, never seen, in the first turn or before it."""
    return came_at is None and turn == 0 and hour.starts_at is not None and now >= hour.starts_at + MISSED_AFTER


def call_address(own: str, pattern: str, cohorts: str, group_id: int, secret: str) -> str:
    """Where a group meets: its own place; else a room of its own by the operator's pattern; else its cohort's.

    The room's name can't be guessed from the group's number without the secret.
    """
    if own or not pattern:
        return own or cohorts
    name = hmac.new(secret.encode(), f"role-play-room-{group_id}".encode(), hashlib.sha256).hexdigest()[:32]
    return pattern.replace(ROOM_NAME, f"attune-{name}")
