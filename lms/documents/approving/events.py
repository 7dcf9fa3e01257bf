"""What happens when a trainer decides."""

from dataclasses import dataclass

from lms.documents.approving.models import Decision
from lms.people.models import Person
from lms.practice.models import SubmissionVersion


@dataclass(frozen=True)
class Decided:
    """A trainer has decided about a version; `words` is what they say of it, Markdown."""

    version: SubmissionVersion
    decision: Decision
    words: str
    trainer: Person
