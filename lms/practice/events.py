"""What happens to work."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion


@dataclass(frozen=True)
class HandedIn:
    """A version of a submission was handed in; `submission` comes with its assignment, learner and cohort."""

    submission: Submission
    version: SubmissionVersion
    by: Person
    people: Sequence[Person]
    """Whose work it is: a learner, or all of a group, `by` among them."""
    needs_soon: bool = False
    """They can't go on without an answer."""
    marks_seen: str = ""
    """Which marks of identifiers were confirmed, as `documents.identifiers` gives them out."""
