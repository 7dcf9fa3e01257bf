"""What the worker does for reviews."""

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.feedback.reviews import actions, queries
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
    try:
        with db.begin_nested():
            actions.release(review, db.get_one(Person, review.trainer_id), clock.now())
    except Refused:
        actions.release_later(review, None, clock.now())
