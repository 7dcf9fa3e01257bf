"""What happens to reviews."""

from dataclasses import dataclass
from datetime import datetime

from lms.feedback.reviews.models import Review
from lms.feedback.reviews.rules import Reaction


@dataclass(frozen=True)
class ReviewAnswered:
    """A learner said something of the feedback itself."""

    review: Review
    reaction: Reaction


@dataclass(frozen=True)
class PlannedReleaseCame:
    """The day came on which a review was to be released by itself, and it was, or couldn't be."""

    review: Review
    is_released: bool
    at: datetime
