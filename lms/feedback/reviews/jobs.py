"""What the worker does for reviews."""

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.feedback.reviews import actions, queries
from lms.feedback.reviews.events import PlannedReleaseCame
from lms.people.models import Person


def release_due() -> None:
    """Release each review whose day has come; one that says nothing waits for words, and for another day."""
    with transaction():
        due = queries.due(clock.now())
    for review_id in due:
        with transaction():
            _release(review_id)


def _release(review_id: int) -> None:
    review = queries.due_review(review_id, clock.now())
    if review is None:
        return  # released, or put off, in the meantime
    now = clock.now()
    try:
        with db.begin_nested():
            actions.release(review, db.get_one(Person, review.trainer_id), now)
    except Refused:
        actions.release_later(review, None, now)
        publish(PlannedReleaseCame(review, False, now))
    else:
        publish(PlannedReleaseCame(review, True, now))
