"""What happens to work."""

from dataclasses import dataclass

from lms.practice.models import Submission, SubmissionVersion


@dataclass(frozen=True)
class HandedIn:
    """A version of a submission was handed in; `submission` comes with its assignment, learner and cohort."""

    submission: Submission
    version: SubmissionVersion
    needs_soon: bool = False
    """The learner can't go on without an answer."""
