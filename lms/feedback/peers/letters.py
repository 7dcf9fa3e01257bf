"""Who is told about peers' reviews. Nothing says what was written, or names whom the page doesn't name."""

from lms.cohorts.queries import trainers_of
from lms.feedback import queries as threads
from lms.feedback import subjects
from lms.feedback.peers import rules
from lms.feedback.peers.models import PeerReview
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.people import queries as people
from lms.people.models import Person
from lms.practice.models import Submission


def key_of(review_id: int) -> str:
    """Under which notices know a peer's task."""
    return f"peer-review-{review_id}"


def tell_peer(review: PeerReview, peer: Person, title: str) -> None:
    """Tell a peer that a work waits for them, and until when."""
    notices.tell(
        peer,
        Kind.PEER_WORK,
        key=f"peer-work-{review.id}-{review.given_at:%Y%m%dT%H%M%S%f}",
        about=Subject(key_of(review.id), title, f"/peer-reviews/{review.id}"),
        happens_at=review.due_at,
        due=review.due_at.isoformat(),
    )


def tell_author(review: PeerReview, submission: Submission) -> None:
    """Tell the author, or all of a group, that a peer's review can be read."""
    for person in people.among(submission.member_ids):
        key = f"peer-answered-{review.id}"
        notices.tell(
            person,
            Kind.PEER_ANSWERED,
            key=key if person.id == submission.learner_id else f"{key}-{person.id}",
            about=_conversation(submission),
            by=rules.named(review.reviewer.name, review.request.anonymous, is_author=False),
        )


def tell_trainers_of_disagreement(review: PeerReview, submission: Submission) -> None:
    """Tell the cohort's trainers that an author disagrees with a peer, once for each review."""
    _tell_trainers(submission, Kind.PEER_DISAGREED, f"peer-disagreed-{review.id}")


def tell_trainers_of_gap(submission: Submission, missing: int) -> None:
    """Tell the cohort's trainers that no peer answers a work, or too few do."""
    _tell_trainers(submission, Kind.PEERS_MISSING, f"peers-missing-{submission.id}-{missing}")


def _tell_trainers(submission: Submission, kind: Kind, key: str) -> None:
    about = _conversation(submission)
    for trainer in trainers_of(submission.cohort_id):
        notices.tell(trainer, kind, key=f"{key}-{trainer.id}", about=about, who=submission.learner)


def _conversation(submission: Submission) -> Subject:
    thread = threads.thread_of(submission.id)
    assert thread, "opened by the hand-in"
    return subjects.subject_of(thread, submission.assignment.title)
