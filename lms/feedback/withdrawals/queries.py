"""Whether work can still be taken back."""

from sqlalchemy import exists, select

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.reviews import queries as reviews
from lms.practice.models import SubmissionVersion


def obstacle(thread: FeedbackThread, version: SubmissionVersion) -> str | None:
    """Why a version, the last that counts, can't be taken back any more; None if it can."""
    if thread.waiting_since is None or reviews.has_begun(version.id) or _is_answered_since(thread, version):
        return (
            "Your trainer has begun to answer this, so it can’t be taken back any more. "
            "You can hand in again: earlier versions are kept."
        )
    return None


def _is_answered_since(thread: FeedbackThread, version: SubmissionVersion) -> bool:
    by_a_trainer = (
        Message.thread_id == thread.id,
        Message.by_trainer,
        Message.removed_at.is_(None),
    )
    return bool(db.scalar(select(exists().where(*by_a_trainer, Message.said_at >= version.handed_in_at))))
