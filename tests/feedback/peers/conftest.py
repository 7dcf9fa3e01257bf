"""A cohort whose second home practice peers review, due in three days."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.outbox import Letter
from lms.feedback.models import FeedbackThread
from lms.feedback.peers import actions, giving, queries
from lms.feedback.peers.actions import Said
from lms.feedback.peers.jobs import tend_all
from lms.feedback.peers.models import PeerRequest, PeerReview
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import Submission
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Reflection
from lms.practice.withdrawals import actions as withdrawals
from lms.program.models import Assignment, ProgramClass
from lms.program.rules import PracticeKind
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from tests.kit import make
from tests.kit.cast import Cast

QUESTION = "What would you have to guess?"
TERMS: dict[str, Any] = {
    "reviewers": 2,
    "days": 4,
    "anonymous": "none",
    "seen": "at_once",
    "givers": "handed_in",
    "rate": ["C1"],
    "questions": [QUESTION],
}
SAID = Said("Your pace.", "Wait longer.", {QUESTION: "Nothing."}, {"C1": 2})


class Circle:
    """Learners of one cohort and what they hand in; `terms` say how peers review it."""

    def __init__(self, cast: Cast, sign_in: Callable[[Person], FlaskClient]) -> None:
        self.cast, self.sign_in = cast, sign_in
        self.mara = make.person("Mara Sample", zone="Asia/Tokyo", learner_in=cast.here)
        self.nils = make.person("Nils Sample", zone="Europe/Berlin", learner_in=cast.here)
        second = select(Assignment).join(ProgramClass).where(ProgramClass.program_id == cast.here.program_id)
        self.assignment = db.scalars(second.where(ProgramClass.number == 2)).one()
        self.terms()
        db.commit()

    def terms(self, **terms: Any) -> None:
        self.assignment.peer_review = TERMS | terms
        db.commit()

    @property
    def here(self) -> AssignmentHere:
        found = work.assignment_here(self.assignment.id, self.cast.here)
        assert found
        return found

    def hand_in(self, who: Person, text: str = "", said: Reflection | None = None) -> Submission:
        """Hand in, and let the worker see after it."""
        draft = practice.open_draft(self.here, who, clock.now())
        text = text or f"What {who.id} wrote."
        said = said or Reflection()
        version = practice.hand_in(self.here, who, text, draft.saved, clock.now(), said)
        db.commit()
        self.tend()
        found = work.submission(version.submission_id)
        assert found
        return found

    def take_back(self, submission: Submission, number: int = 1) -> None:
        withdrawals.withdraw(submission, submission.learner, number, clock.now())
        db.commit()
        self.tend()

    def recorded(self, who: Person) -> Video:
        """A take of a minute, marked, in a draft of work that asks for a recording."""
        self.assignment.kind = PracticeKind.RECORDING
        video = videos.take(videos.keep_stream(io.BytesIO(b"film"), "take.webm"), who, clock.now())
        video.state, video.duration_ms, video.width, video.height = VideoState.READY, 60_000, 640, 360
        video.stream_key = f"streams/{video.key}"
        take = work.take(practice.add_take(self.here, who, video, clock.now()).id)
        assert take
        practice.mark(take, 3000, 8000)
        db.commit()
        return video

    def hand_in_recorded(self, who: Person, is_for_peers: bool) -> Submission:
        self.recorded(who)
        takes = frozenset(take.id for take in work.takes_of(work.draft(self.here, who.id)))
        said = Reflection(takes, "Only for my trainer: was I too fast?", True, is_for_peers)
        return self.hand_in(who, said=said)

    def tend(self) -> None:
        giving.tend(self.assignment.id, self.cast.here.id, clock.now(), anew=True)
        db.commit()

    def sweep(self, now: datetime) -> None:
        """What the worker does each minute, at some time."""
        db.commit()
        with clock.at(now):
            tend_all()

    def task(self, author: Person, reviewer: Person) -> PeerReview:
        return next(one for one in self.tasks(author) if one.reviewer_id == reviewer.id)

    def tasks(self, author: Person | None = None) -> list[PeerReview]:
        db.remove()
        rows = select(PeerReview).join(PeerRequest).join(Submission).order_by(PeerReview.id)
        if author:
            rows = rows.where(Submission.learner_id == author.id)
        return list(db.scalars(rows.where(Submission.assignment_id == self.assignment.id)))

    def pairs(self) -> set[tuple[int, int]]:
        """Author and reviewer of all that is under way or written."""
        rows = select(Submission.learner_id, PeerReview.reviewer_id).join(
            PeerReview, PeerReview.submission_id == Submission.id
        )
        return {tuple(row) for row in db.execute(rows.where(PeerReview.ending.is_(None)))}

    def request(self, submission: Submission) -> PeerRequest:
        db.remove()
        return db.get_one(PeerRequest, submission.id)

    def opened(self, review: PeerReview, now: datetime | None = None) -> queries.Opened:
        found = queries.opened(review.id, now or clock.now())
        assert found
        return found

    def write(self, review: PeerReview, said: Said = SAID) -> None:
        """Hand a review in."""
        opened = self.opened(review)
        actions.hand_in(opened, said, opened.review.saved, opened.newest_id or 0, clock.now())
        db.commit()

    def thread(self, submission: Submission) -> int:
        found = select(FeedbackThread.id).where(FeedbackThread.submission_id == submission.id)
        return db.scalars(found).one()

    def mails(self, template: str) -> list[dict[str, Any]]:
        letters = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
        return [letter for letter in letters if letter.get("template") == template]


@pytest.fixture
def circle(cast: Cast, sign_in: Callable[[Person], FlaskClient]) -> Circle:
    """Lena, Paul, Mara and Nils."""
    return Circle(cast, sign_in)
