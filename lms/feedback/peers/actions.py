"""What peers do with the work that is given to them, and what authors and trainers make of what they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core import outbox, words
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.feedback.peers import giving, letters, queries
from lms.feedback.peers.models import PeerHiding, PeerRequest, PeerReview
from lms.feedback.peers.queries import Opened, Received
from lms.feedback.peers.rules import Ending, Verdict, Why
from lms.people.models import Person
from lms.practice.events import HandedIn
from lms.practice.models import Submission
from lms.practice.withdrawals.events import Withdrawn
from lms.program.rules import PeerSeen

TEND = "tend-peers"  # the kind of letter that has peers sought for an assignment in a cohort
HELD = ["keep", "try_next", "answers", "levels", "saved", "handed_in_at", "ending"]


@dataclass(frozen=True)
class Said:
    """What stands in a peer's review."""

    keep: str
    try_next: str
    answers: Mapping[str, str]
    """By the question as it is worded."""
    levels: Mapping[str, int]


def ask(event: HandedIn) -> None:
    """Work came in: from now on peers are sought for it, if its assignment has them, on the terms that hold now."""
    submission, version = event.submission, event.version
    plan, found = submission.assignment.peers, db.get(PeerRequest, submission.id)
    if found is None and plan is None:
        return
    if found is None and plan:
        db.add(
            PeerRequest(
                submission_id=submission.id,
                wanted=plan.reviewers,
                days=plan.days,
                anonymous=plan.anonymous,
                seen=plan.seen,
                missing=0,
                asked_at=version.handed_in_at,
                looked_at=version.handed_in_at,
            )
        )
    elif found and not queries.is_under_way(submission.id):
        found.asked_at = version.handed_in_at  # peers are sought for it as long as for anything new
    _have_tended(submission, f"in-{version.id}")


def take_back(event: Withdrawn) -> None:
    """Work was taken back. What is left of it goes on being reviewed; where nothing is, its peers are let go."""
    if db.get(PeerRequest, event.submission.id):
        _have_tended(event.submission, f"back-{event.version.id}")


def save(opened: Opened, said: Said, seen: int, now: datetime) -> PeerReview:
    """Keep what is typed. Raises Conflict where something else was saved since `seen`, or it is handed in or over."""
    review = _held(opened)
    kept = (review.keep, review.try_next, review.answers, review.levels)
    wanted = (said.keep, said.try_next, dict(said.answers), dict(said.levels))
    if kept != wanted:
        if review.saved != seen:
            raise Conflict(words.BOTH_ARE_HERE)
        review.keep, review.try_next, review.answers, review.levels = wanted
        review.saved += 1
    review.touched_at = now
    db.flush()
    return review


def hand_in(opened: Opened, said: Said, seen: int, version_id: int, now: datetime) -> PeerReview:
    """Keep what is typed, and let trainers have it; the author as well, at once or once a trainer releases it.

    Raises as `save`; Conflict where another version than the one that the peer saw counts by now; Refused where a
    competency isn't rated.
    """
    if opened.newest_id != version_id:
        raise Conflict(
            "A newer version of this work came in while you were writing. It stands here now, and so do your words: "
            "read it, change what has to be changed, and hand in."
        )
    review = save(opened, said, seen, now)
    unrated = [each.title for each in opened.judged if each.code not in said.levels]
    if unrated:
        raise Refused(f"Please choose a level for each competency; “not observed” is one. Still open: {unrated[0]}.")
    review.version_id, review.handed_in_at = version_id, now
    if review.request.seen is PeerSeen.AT_ONCE:
        _release(review, now)
    db.flush()
    return review


def decline(opened: Opened, why: Why, reason: str, now: datetime) -> None:
    """Give the work back, saying why. Another peer is asked, once. Raises Conflict where it is handed in or over."""
    review = _held(opened)
    review.why, review.reason = why, reason.strip()
    giving.end(review, Ending.DECLINED, now)
    _have_tended(opened.submission, f"declined-{review.id}")


def release(received: Received, now: datetime) -> None:
    """A trainer lets the author see it. Nothing happens to what they see already."""
    db.refresh(received.review, ["released_at"], with_for_update=True)
    if received.review.released_at is None:
        _release(received.review, now)
        db.flush()


def judge(received: Received, verdict: Verdict | None) -> None:
    """What the author says of it; None takes that back. Trainers are told where they disagree."""
    received.review.verdict = verdict
    db.flush()
    if verdict is Verdict.DISAGREE:
        letters.tell_trainers_of_disagreement(received.review, received.submission)


def hide(received: Received, trainer: Person, reason: str, now: datetime) -> None:
    """Keep a review from its author from now on. It stays, with who hid it, when and why."""
    review = received.review
    if review.hiding:
        raise Conflict("Another trainer has hidden this already.", "reason")
    db.add(PeerHiding(review_id=review.id, hidden_by_id=trainer.id, hidden_at=now, reason=reason.strip()))
    _record(Deed.PEER_REVIEW_HIDDEN, received, trainer, now)


def lift(received: Received, trainer: Person, now: datetime) -> None:
    """Let the author see it again; that it was hidden stays on record."""
    if hiding := received.review.hiding:
        hiding.lifted_at, hiding.lifted_by_id = now, trainer.id
        _record(Deed.PEER_REVIEW_SHOWN, received, trainer, now)


def _held(opened: Opened) -> PeerReview:
    review = opened.review
    db.refresh(review, HELD, with_for_update=True)
    if review.handed_in_at:
        raise Conflict("You have handed this in already, here or in another window. It can’t be changed any more.")
    if review.ending:
        raise Conflict("This isn’t yours to review any more. What you had written stays with your trainers.")
    return review


def _release(review: PeerReview, now: datetime) -> None:
    review.released_at = now
    letters.tell_author(review, review.request.submission)


def _have_tended(submission: Submission, after: str) -> None:
    about = {"assignment_id": submission.assignment_id, "cohort_id": submission.cohort_id}
    outbox.post(TEND, f"{TEND}-{after}", about)


def _record(deed: Deed, received: Received, trainer: Person, now: datetime) -> None:
    review = received.review
    about = (Kind.PEER_REVIEW, review.id)
    audit.record(deed, about, actor_id=trainer.id, person_id=review.reviewer_id, cohort_id=review.cohort_id, now=now)
    db.flush()
