"""What trainers are told about their reviews: what learners make of them, and what became of planned ones."""

from lms.cohorts.queries import trainers_of
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import thread_of
from lms.feedback.reviews.events import PlannedReleaseCame, ReviewAnswered
from lms.feedback.reviews.rules import Reaction
from lms.feedback.subjects import subject_of
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.models import Submission
from lms.practice.steps.events import StepAnswered


def tell_of_step(event: StepAnswered) -> None:
    """Tell whoever set a step how it went."""
    step = event.step
    submission = practice.submission(step.submission_id)
    assert submission
    _tell(submission, step.set_by_id, Kind.STEP_ANSWERED, f"step-{step.id}-{event.outcome}", step.learner_id)


def tell_of_reaction(event: ReviewAnswered) -> None:
    """Tell the reviewer that the learner wants more, an example or to talk; that all is clear needs nobody."""
    review = event.review
    if event.reaction is not Reaction.CLEAR:
        submission = _work_of(review.thread_id)
        _tell(submission, review.trainer_id, Kind.REVIEW_ANSWERED, f"review-{review.id}-{event.reaction}")


def tell_of_release(event: PlannedReleaseCame) -> None:
    """Tell the reviewer that what they had planned came about, or didn't."""
    review = event.review
    kind = Kind.REVIEW_RELEASED if event.is_released else Kind.REVIEW_HELD
    _tell(_work_of(review.thread_id), review.trainer_id, kind, f"review-{review.id}-{kind}-{event.at:%Y%m%dT%H%M%S%f}")


def _work_of(thread_id: int) -> Submission:
    submission = practice.submission(db.get_one(FeedbackThread, thread_id).submission_id)
    assert submission
    return submission


def _tell(submission: Submission, trainer_id: int, kind: Kind, key: str, learner_id: int | None = None) -> None:
    """Tell a trainer about a learner's work, if they still teach there; what one of its group did."""
    thread = thread_of(submission.id)
    assert thread, "opened by the hand-in"
    for trainer in trainers_of(submission.cohort_id):
        if trainer.id == trainer_id:
            notices.tell(
                trainer,
                kind,
                key=f"{key}-{trainer.id}",
                about=subject_of(thread, submission.assignment.title),
                who=db.get(Person, learner_id) if learner_id else submission.learner,
            )
