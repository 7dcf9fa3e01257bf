"""What becomes of a thread whose work is taken back."""

from datetime import datetime

from sqlalchemy import func, select

from lms.core.db import db
from lms.core.errors import Conflict
from lms.feedback import actions as threads
from lms.feedback import queries as feedback
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.subjects import key_of
from lms.feedback.voices import actions as voices
from lms.feedback.withdrawals import queries
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.practice.models import SubmissionVersion
from lms.practice.withdrawals.events import Withdrawn
from lms.practice.withdrawals.models import VersionWithdrawal


def step_back(event: Withdrawn) -> None:
    """Let the thread be about what counts now, and wait as it did before. Raises Conflict once it is being answered."""
    thread = feedback.thread_of(event.submission.id)
    assert thread, "opened by the hand-in"
    db.refresh(thread, ["waiting_since", "version_id"], with_for_update=True)
    if fault := queries.obstacle(thread, event.version):
        raise Conflict(fault)
    standing = event.standing
    threads.be_about(thread, standing)
    thread.waiting_since = _waited_since(thread, event.version) if standing else None
    db.flush()
    if thread.waiting_since is None:
        notices.over(key_of(thread.id), Kind.WORK_WAITING)
    if standing is None:  # trainers read none of it any more, and hear none
        withdrawn_at = db.get_one(VersionWithdrawal, event.version.id).withdrawn_at
        voices.end_playing(thread.id, thread.learner_id, withdrawn_at)


def _waited_since(thread: FeedbackThread, version: SubmissionVersion) -> datetime | None:
    """The place in the queue without the version: since earlier work or words, else since what was said after it."""
    if thread.waiting_since and thread.waiting_since < version.handed_in_at:
        return thread.waiting_since
    said_since = (Message.thread_id == thread.id, Message.said_at >= version.handed_in_at, Message.removed_at.is_(None))
    return db.scalar(select(func.min(Message.said_at)).where(*said_since))
