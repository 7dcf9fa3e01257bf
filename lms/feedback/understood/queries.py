"""What a learner has understood."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message, Understanding


def message(message_id: int) -> Message | None:
    """Something that was said, with its thread."""
    return db.scalar(
        select(Message).where(Message.id == message_id).options(joinedload(Message.thread, innerjoin=True))
    )


def open_messages(thread: FeedbackThread, learner_id: int, seen: int) -> Sequence[int]:
    """What was said to a learner up to the message `seen` and isn't marked by them as understood."""
    return db.scalars(_open(thread, learner_id).where(Message.id <= seen).order_by(Message.id)).all()


def is_understood(thread: FeedbackThread, learner_id: int) -> bool:
    """Whether anything was said to a learner, and all of it is marked by them as understood."""
    has_any = db.scalar(_said_to_learners(thread).limit(1)) is not None
    return has_any and db.scalar(_open(thread, learner_id).limit(1)) is None


def _said_to_learners(thread: FeedbackThread) -> Select[tuple[int]]:
    theirs = (Message.thread_id == thread.id, Message.by_trainer)
    return select(Message.id).where(*theirs, Message.removed_at.is_(None))


def _open(thread: FeedbackThread, learner_id: int) -> Select[tuple[int]]:
    marked = select(Understanding.message_id).where(Understanding.person_id == learner_id)
    return _said_to_learners(thread).where(Message.id.not_in(marked))
