"""A thread as that which notices are about."""

from lms.feedback.models import FeedbackThread
from lms.notices.rules import Subject


def key_of(thread_id: int) -> str:
    """Under which notices know a thread."""
    return f"thread-{thread_id}"


def subject_of(thread: FeedbackThread, title: str) -> Subject:
    """The thread about a piece of work of that title."""
    return Subject(key_of(thread.id), title, f"/threads/{thread.id}")
