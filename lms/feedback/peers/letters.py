"""Who is told by e-mail about peers' reviews. No mail says what was written, or names whom the page doesn't name."""

from lms.cohorts.queries import trainers_of
from lms.feedback.peers import rules
from lms.feedback.peers.models import PeerReview
from lms.notices.actions import mail
from lms.people.models import Person
from lms.practice.models import Submission


def tell_peer(review: PeerReview, peer: Person, title: str) -> None:
    """Write to a peer that a work waits for them, and until when."""
    mail(
        peer,
        "peer-work",
        key=f"peer-work-{review.id}-{review.given_at:%Y%m%dT%H%M%S%f}",
        title=title,
        due=review.due_at.isoformat(),
        link=f"/peer-reviews/{review.id}",
    )


def tell_author(review: PeerReview, submission: Submission) -> None:
    """Write to the author that a peer's review can be read."""
    mail(
        submission.learner,
        "peer-answered",
        key=f"peer-answered-{review.id}",
        who=rules.named(review.reviewer.name, review.request.anonymous, is_author=False),
        title=submission.assignment.title,
        link=f"/submissions/{submission.id}/thread",
    )


def tell_trainers_of_disagreement(review: PeerReview, submission: Submission) -> None:
    """Write to the cohort's trainers that an author disagrees with a peer, once for each review."""
    for trainer in trainers_of(submission.cohort_id):
        mail(
            trainer,
            "peer-disagreed",
            key=f"peer-disagreed-{review.id}-{trainer.id}",
            who=submission.learner.name,
            title=submission.assignment.title,
            link=f"/submissions/{submission.id}/thread",
        )


def tell_trainers_of_gap(submission: Submission, who: str, title: str, missing: int) -> None:
    """Write to the cohort's trainers that no peer answers a work, or too few do."""
    for trainer in trainers_of(submission.cohort_id):
        mail(
            trainer,
            "peers-missing",
            key=f"peers-missing-{submission.id}-{missing}-{trainer.id}",
            who=who,
            title=title,
            link=f"/submissions/{submission.id}/thread",
        )
