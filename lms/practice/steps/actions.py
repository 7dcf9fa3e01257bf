"""How a next step is set, agreed on, and what is told of it."""

from datetime import datetime

from lms.core.db import db
from lms.core.events import publish
from lms.people.models import Person
from lms.practice.models import Submission
from lms.practice.steps.events import StepAnswered
from lms.practice.steps.models import NextStep
from lms.practice.steps.rules import Outcome


def set_step(submission: Submission, text: str, by: Person, now: datetime) -> NextStep:
    """Let this be the goal from now on of the learner, or of each in the group, whose work it is; gives the first."""
    first: NextStep | None = None
    for learner_id in sorted(submission.member_ids):
        made = NextStep(
            learner_id=learner_id,
            cohort_id=submission.cohort_id,
            submission_id=submission.id,
            set_by_id=by.id,
            set_at=now,
            text=text,
            same_as_id=first.id if first else None,
        )
        db.add(made)
        db.flush()
        first = first or made
    assert first, "every work is somebody's"
    return first


def agree(step: NextStep, own_words: str, now: datetime) -> None:
    """The learner takes it on, in their own words if they like (empty: as it was said)."""
    step.agreed_at = step.agreed_at or now
    step.own_words = "" if own_words == step.text else own_words


def tell_outcome(step: NextStep, outcome: Outcome | None) -> None:
    """What came of it; None takes that back."""
    step.outcome = outcome
    if outcome:
        publish(StepAnswered(step, outcome))
