"""What stands in a calendar. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=60)  # what is longer ago leaves the feed; most programs keep what they have read


@dataclass(frozen=True)
class Entry:
    """One thing at one time. All instants aware."""

    key: str
    """With the site's name its UID: the same for ever."""
    title: str
    starts_at: datetime
    ends_at: datetime | None
    """None for what happens at an instant, like a due date."""
    sequence: int
    """How often it has changed (RFC 5545 §3.8.7.4)."""
    changed_at: datetime
    link: str
    """Its page, as a local path."""
    place: str = ""
    """Where people meet, if it is an address."""
    is_canceled: bool = False


def class_key(session_id: int) -> str:
    """Of a dated class."""
    return f"class-{session_id}"


def due_key(assignment_id: int, cohort_id: int, learner_id: int | None = None) -> str:
    """Of when work is due in a cohort; with a learner, of what was granted to them alone."""
    return f"due-{assignment_id}-{cohort_id}" + (f"-{learner_id}" if learner_id else "")


def role_play_key(group_id: int) -> str:
    """Of a group's meeting."""
    return f"role-play-{group_id}"


def is_recent(entry: Entry, now: datetime) -> bool:
    """Whether an entry still belongs into the feed."""
    return (entry.ends_at or entry.starts_at) > now - KEPT_FOR
