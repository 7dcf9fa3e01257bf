"""Marking feedback as understood, and taking that back."""

from datetime import datetime

from sqlalchemy import delete

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.feedback.events import MessageWritten
from lms.feedback.models import AllUnderstood, FeedbackThread, Message, Understanding
from lms.feedback.understood import queries
from lms.people.models import Person


def understand(message: Message, learner: Person, now: datetime) -> None:
    """A learner has understood a message. Twice is fine; raises Refused for a learner's own words, or gone ones."""
    if not message.by_trainer or message.removed_at:
        raise Refused("Only what a trainer has said to you can be marked as understood.")
    added(Understanding(message_id=message.id, person_id=learner.id, understood_at=now))
    _reckon(message.thread, learner.id, now)


def understand_all(thread: FeedbackThread, learner: Person, seen: int, now: datetime) -> None:
    """A learner has understood all that was said to them up to the message `seen`."""
    for message_id in queries.open_messages(thread, learner.id, seen):
        added(Understanding(message_id=message_id, person_id=learner.id, understood_at=now))
    _reckon(thread, learner.id, now)


def take_back(message: Message, learner: Person, now: datetime) -> None:
    """A learner hasn't understood a message after all."""
    its = (Understanding.message_id == message.id, Understanding.person_id == learner.id)
    db.execute(delete(Understanding).where(*its))
    _reckon(message.thread, learner.id, now)


def reckon(thread: FeedbackThread, now: datetime) -> None:
    """Keep at the thread who has understood all that was said to them, so that an overview needn't count."""
    for learner_id in sorted(thread.learner_ids):
        _reckon(thread, learner_id, now)


def forget(event: MessageWritten) -> None:
    """A trainer has said something more, which nobody has understood yet."""
    if event.message.by_trainer:
        db.execute(delete(AllUnderstood).where(AllUnderstood.thread_id == event.thread.id))


def _reckon(thread: FeedbackThread, learner_id: int, now: datetime) -> None:
    db.flush()
    if queries.is_understood(thread, learner_id):
        added(AllUnderstood(thread_id=thread.id, person_id=learner_id, understood_at=now))
    else:
        its = (AllUnderstood.thread_id == thread.id, AllUnderstood.person_id == learner_id)
        db.execute(delete(AllUnderstood).where(*its))
