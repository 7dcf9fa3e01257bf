"""What is asked about one message."""

from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.models import Assignment


def message(message_id: int) -> Message | None:
    """Something said, with its author and the work that its thread is about; held until the transaction ends."""
    submission = joinedload(Message.thread, innerjoin=True).joinedload(FeedbackThread.submission, innerjoin=True)
    return db.scalar(
        select(Message)
        .where(Message.id == message_id)
        .options(
            joinedload(Message.author, innerjoin=True),
            joinedload(Message.remark),
            submission.joinedload(Submission.learner, innerjoin=True),
            submission.joinedload(Submission.cohort, innerjoin=True),
            submission.joinedload(Submission.assignment, innerjoin=True).joinedload(
                Assignment.program_class, innerjoin=True
            ),
        )
        .with_for_update(of=Message)
    )


def unanswered_since(thread: FeedbackThread) -> datetime | None:
    """Since when a learner's work or words wait for a trainer's: the first of them after a trainer's last word."""
    still_there = (Message.thread_id == thread.id, Message.removed_at.is_(None))
    last_word_at = db.scalar(select(func.max(Message.said_at)).where(*still_there, Message.by_trainer))
    withdrawn = select(VersionWithdrawal.version_id)
    handed_in = select(SubmissionVersion.handed_in_at.label("at")).where(
        SubmissionVersion.submission_id == thread.submission_id, SubmissionVersion.id.not_in(withdrawn)
    )
    said = select(Message.said_at.label("at")).where(*still_there, ~Message.by_trainer)
    waits = union_all(handed_in, said).subquery()
    first = select(func.min(waits.c.at))
    return db.scalar(first.where(waits.c.at > last_word_at) if last_word_at else first)
