"""What happens in threads."""

from dataclasses import dataclass

from lms.feedback.models import FeedbackThread, Message
from lms.people.models import Person


@dataclass(frozen=True)
class MessageWritten:
    """Somebody said something in a thread."""

    thread: FeedbackThread
    message: Message
    author: Person
