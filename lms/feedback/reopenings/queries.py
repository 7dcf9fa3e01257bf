"""What is asked about reopened threads."""

from sqlalchemy import select

from lms.core.db import db
from lms.feedback.models import Reopening


def live(thread_id: int) -> Reopening | None:
    """A trainer's word that a thread shall wait again, while it holds."""
    return db.scalar(select(Reopening).where(Reopening.thread_id == thread_id, Reopening.ended_at.is_(None)))
