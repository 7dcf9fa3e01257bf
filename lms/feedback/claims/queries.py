"""Who is at a thread, and to whom it can go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.cohorts.queries import trainers_of
from lms.core.db import db
from lms.feedback.claims.models import Claim
from lms.feedback.models import FeedbackThread
from lms.people.models import Person


def live(thread_id: int, now: datetime) -> Claim | None:
    """The claim on a thread that holds, with its trainer, as it is this moment."""
    found = db.scalar(
        select(Claim)
        .where(Claim.thread_id == thread_id)
        .options(joinedload(Claim.trainer, innerjoin=True))
        .execution_options(populate_existing=True)
    )
    return found if found and found.holds(now) else None


def possible_trainers(thread: FeedbackThread) -> Sequence[Person]:
    """To whom a thread can go: the cohort's trainers, but for the one who has it."""
    return [trainer for trainer in trainers_of(thread.cohort_id) if trainer.id != thread.trainer_id]
