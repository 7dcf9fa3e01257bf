"""What happens when work is taken back."""

from dataclasses import dataclass

from lms.practice.models import Submission, SubmissionVersion


@dataclass(frozen=True)
class Withdrawn:
    """A learner took `version` back; `standing` is what counts instead, None where nothing is left.

    Who hears of it may raise Refused, where somebody has begun to answer: then nothing happens.
    """

    submission: Submission
    version: SubmissionVersion
    standing: SubmissionVersion | None
