"""Marking feedback as understood, and taking that back."""

from datetime import datetime

from sqlalchemy import delete

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.feedback.events import MessageWritten
from lms.feedback.models import FeedbackThread, Message, Understanding
from lms.feedback.understood import queries


def understand(message: Message, now: datetime) -> None:
    """The learner has understood a message. Twice is fine; raises Refused for their own, or one that is gone."""
    thread = message.thread
    if message.author_id == thread.learner_id or message.removed_at:
        raise Refused("Only what somebody else has said to you can be marked as understood.")
    added(Understanding(message_id=message.id, understood_at=now))
    reckon(thread, now)


def understand_all(thread: FeedbackThread, seen: int, now: datetime) -> None:
    """The learner has understood all that was said to them up to the message `seen`."""
    for message_id in queries.open_messages(thread, seen):
        added(Understanding(message_id=message_id, understood_at=now))
    reckon(thread, now)


def take_back(message: Message, now: datetime) -> None:
    """The learner hasn't understood a message after all."""
    db.execute(delete(Understanding).where(Understanding.message_id == message.id))
    reckon(message.thread, now)


def reckon(thread: FeedbackThread, now: datetime) -> None:
    """Keep at the thread whether all that was said to its learner is understood, so that an overview needn't count."""
    db.flush()
    is_understood = queries.is_understood(thread)
    thread.understood_at = (thread.understood_at or now) if is_understood else None
    db.flush()


def forget(event: MessageWritten) -> None:
    """A trainer has said something more, which isn't understood yet."""
    if event.author.id != event.thread.learner_id:
        event.thread.understood_at = None
