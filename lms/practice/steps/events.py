"""What happens to next steps."""

from dataclasses import dataclass

from lms.practice.steps.models import NextStep
from lms.practice.steps.rules import Outcome


@dataclass(frozen=True)
class StepAnswered:
    """A learner said what came of a next step."""

    step: NextStep
    outcome: Outcome
