"""How entries are known, and how long they are kept. Pure."""

from datetime import datetime, timedelta

from lms.core.entries import Entry

KEPT_FOR = timedelta(days=60)  # what is longer ago leaves the feed; most programs keep what they have read


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
