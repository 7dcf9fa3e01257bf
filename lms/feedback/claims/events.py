"""What happens to claims."""

from dataclasses import dataclass
from datetime import datetime

from lms.feedback.models import FeedbackThread
from lms.people.models import Person


@dataclass(frozen=True)
class HandedOver:
    """A trainer gave a thread, which comes with its work and learner, to another."""

    thread: FeedbackThread
    by: Person
    to: Person
    note: str
    at: datetime
