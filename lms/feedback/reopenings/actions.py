"""Putting a thread back into the queue, and what ends that."""

from datetime import datetime

from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.feedback.claims import actions as claims
from lms.feedback.events import MessageWritten
from lms.feedback.models import FeedbackThread, Reopening, Settling
from lms.feedback.reopenings import queries
from lms.feedback.words.queries import unanswered_since
from lms.people.models import Person


def reopen(thread: FeedbackThread, trainer: Person, now: datetime) -> None:
    """Let a thread wait again, as the trainer's own if it is nobody's. Nothing happens to one that waits.

    Raises Refused where it was said to need no answer: that is taken back instead.
    """
    db.refresh(thread, ["waiting_since", "trainer_id"], with_for_update=True)
    if thread.waiting_since is not None:
        return
    if db.get(Settling, thread.id):
        raise Refused("Somebody said that this needs no answer. Put it back into the queue to take that back.")
    if added(Reopening(thread_id=thread.id, person_id=trainer.id, reopened_at=now)):
        thread.waiting_since = now
        if thread.trainer_id is None:
            claims.take(thread, trainer, now)
    db.flush()


def take_back(thread: FeedbackThread, now: datetime) -> None:
    """Close a thread that was opened again. Raises Conflict where its learner has said or handed in something since."""
    db.refresh(thread, ["waiting_since"], with_for_update=True)
    reopening = queries.live(thread.id)
    if reopening is None:
        return
    if unanswered_since(thread):
        raise Conflict("Something has come in since you opened this again, so it waits for an answer now.")
    reopening.ended_at, thread.waiting_since = now, None
    db.flush()


def end(event: MessageWritten) -> None:
    """A trainer has answered: what was opened again is answered, too."""
    if event.message.by_trainer and (reopening := queries.live(event.thread.id)):
        reopening.ended_at = max(event.message.said_at, reopening.reopened_at)
