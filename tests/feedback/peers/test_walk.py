"""In whatever order people act, nobody reads work that wasn't given to them, or words that aren't released to them, and
nobody is named whom the terms don't name."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.cohorts import actions as cohorts
from lms.cohorts.models import Enrollment, Role
from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.peers.models import PeerHiding, PeerRequest, PeerReview
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.rules import Anonymity
from tests.feedback.peers.conftest import Circle
from tests.kit import make
from tests.kit.cast import Cast

STEPS = 30
VERDICTS = ["clear", "need an example", "disagree"]


class Walk:
    """Five learners and their trainer; each text that anybody writes is a word of its own."""

    def __init__(self, circle: Circle, seed: int) -> None:
        self.circle, self.cast, self.dice = circle, circle.cast, random.Random(seed)
        self.now = clock.now()
        olga = make.person("Olga Sample", learner_in=self.cast.here)
        self.learners = [self.cast.lena, self.cast.paul, circle.mara, circle.nils, olga]
        db.commit()
        self.count = 0
        self.done: set[str] = set()

    def word(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count:04}"

    def step(self) -> None:
        deeds = [self.hand_in, self.hand_in, self.take_back, self.save, self.submit, self.submit, self.submit]
        deeds += [self.decline, self.oversee, self.oversee, self.judge, self.leave_or_return, self.let_time_pass]
        deed = self.dice.choice(deeds)
        with clock.at(self.now):
            if deed():
                self.done.add(deed.__name__)
            self.check()

    def hand_in(self) -> bool:
        who = self.dice.choice(self.learners)
        if not self.takes_part(who):
            return False
        self.circle.hand_in(who, self.word("work"))
        return True

    def take_back(self) -> bool:
        who = self.dice.choice(self.learners)
        db.remove()
        found = db.scalar(select(Submission).where(Submission.learner_id == who.id))
        standing = found and self.standing(found.id)
        if not found or not standing:
            return False
        address, data = f"/submissions/{found.id}/withdrawal", {"number": str(standing.number)}
        self.client(who).post(address, data=data)
        self.circle.tend()
        return True

    def save(self) -> bool:
        return self.write("draft", 303)

    def submit(self) -> bool:
        return self.write("hand-in", 303)

    def write(self, deed: str, expected: int) -> bool:
        task = self.some_task(PeerReview.ending.is_(None)) if self.dice.random() < 0.8 else self.some_task()
        if task is None:
            return False
        who, said = db.get_one(Person, task.reviewer_id), self.word("review")
        version = self.standing(task.submission_id)
        sent = {"keep": said, "try_next": said, "answer_0": said, "level-C1": "1", "seen": str(task.saved)}
        sent["version"] = str(version.id if version else 0)
        may = self.takes_part(who) and task.ending is None and task.handed_in_at is None and version is not None
        address = f"/peer-reviews/{task.id}/{deed}"
        answer = self.client(who).post(address, data=sent)
        assert (answer.status_code == expected) is may
        return may

    def decline(self) -> bool:
        task = self.some_task()
        if task is None:
            return False
        who = db.get_one(Person, task.reviewer_id)
        data = {"why": self.dice.choice(["known", "time"])}
        address = f"/peer-reviews/{task.id}/declining"
        answer = self.client(who).post(address, data=data)
        self.circle.tend()
        return answer.status_code == 303

    def oversee(self) -> bool:
        task = self.some_task(PeerReview.handed_in_at.is_not(None))
        if task is None:
            return False
        deed = self.dice.choice(["release", "release", "hiding", "hiding/end"])
        address = f"/peer-reviews/{task.id}/{deed}"
        answer = self.client(self.cast.tess).post(address, data={"reason": "Unkind."})
        return answer.status_code == 303

    def judge(self) -> bool:
        task = self.some_task(PeerReview.handed_in_at.is_not(None))
        if task is None:
            return False
        author = self.author_of(task)
        may = task.id in self.seen_by_authors() and self.takes_part(author)
        address, data = f"/peer-reviews/{task.id}/verdict", {"verdict": self.dice.choice(VERDICTS)}
        answer = self.client(author).post(address, data=data)
        assert (answer.status_code == 303) is may
        return may

    def leave_or_return(self) -> bool:
        who = self.dice.choice(self.learners)
        if self.takes_part(who):
            if self.dice.random() < 0.7:
                return False
            part = select(Enrollment).where(Enrollment.person_id == who.id)
            cohorts.leave(db.scalars(part).one(), clock.now())
        else:
            cohorts.enroll(self.cast.here, db.get_one(Person, who.id), Role.LEARNER, clock.now())
        self.circle.sweep(clock.now())
        return True

    def let_time_pass(self) -> bool:
        self.now += timedelta(hours=self.dice.choice([1, 10, 40]))
        self.circle.sweep(self.now)
        return True

    def check(self, most: int = 2) -> None:
        """Learners open all that there is, whether it is theirs or not."""
        tasks, threads = self.ids(PeerReview.id), self.ids(FeedbackThread.id)
        for who in self.dice.sample(self.learners, most):
            client = self.client(who)
            seen = [client.get(address).text for address in ("/today", "/peer-reviews/", "/feedback/")]
            seen += [client.get(f"/peer-reviews/{task}").text for task in tasks]
            own = [client.get(f"/threads/{thread}").text for thread in threads]
            self.try_what_is_not_theirs(client, who)
            self.look_at("".join(seen + own), who)
            self.look_for_names("".join(seen), "".join(own), who)

    def look_at(self, text: str, who: Person) -> None:
        db.remove()
        words, works = self.words_of_works(), self.readable(who)
        for number, (author, word) in words.items():
            if author != who.id and number not in works:
                assert word not in text, f"{who.name} reads work that isn't given to them"
        seen = self.seen_by_authors()
        for task in db.scalars(select(PeerReview)):
            is_mine = task.reviewer_id == who.id or (self.author_of(task).id == who.id and task.id in seen)
            if task.keep and not is_mine:
                assert task.keep not in text, f"{who.name} reads a review that they may not"

    def look_for_names(self, as_peer: str, as_author: str, who: Person) -> None:
        others = {person.name for person in self.learners} - {who.name}
        terms = self.anonymous
        if terms is Anonymity.BOTH:
            assert not [name for name in others if name in as_peer + as_author]
        if terms is Anonymity.REVIEWER:
            assert not [name for name in others if name in as_author]

    def try_what_is_not_theirs(self, client: FlaskClient, who: Person) -> None:
        found = db.execute(select(PeerReview.id, PeerReview.reviewer_id)).all()
        for number, reviewer_id in self.dice.sample(found, min(1, len(found))):
            if reviewer_id != who.id:
                for deed in ("draft", "hand-in", "declining"):
                    assert client.post(f"/peer-reviews/{number}/{deed}", data={"why": "time"}).status_code == 404
                assert client.get(f"/peer-reviews/{number}/files/1").status_code == 404
            for deed in ("release", "hiding", "hiding/end"):
                assert client.post(f"/peer-reviews/{number}/{deed}", data={"reason": "x"}).status_code == 404

    @property
    def anonymous(self) -> Anonymity:
        terms = self.circle.assignment.peer_review
        assert terms
        return Anonymity(terms["anonymous"])

    def readable(self, who: Person) -> set[int]:
        """Versions that somebody may read as a peer: the reviewed one, until then the last that counts."""
        if not self.takes_part(who):
            return set()
        mine = select(PeerReview).where(PeerReview.reviewer_id == who.id, PeerReview.ending.is_(None))
        found = set()
        for task in db.scalars(mine):
            version = self.standing(task.submission_id)
            if task.handed_in_at:
                found |= {task.version_id} - self.withdrawn()
            elif version:
                found.add(version.id)
        return found

    def seen_by_authors(self) -> set[int]:
        hidden = select(PeerHiding.review_id).where(PeerHiding.lifted_at.is_(None))
        rows = select(PeerReview.id).where(PeerReview.released_at.is_not(None), PeerReview.id.not_in(hidden))
        return set(db.scalars(rows))

    def words_of_works(self) -> dict[int, tuple[int, str]]:
        rows = select(SubmissionVersion.id, Submission.learner_id, SubmissionVersion.text).join(Submission)
        return {number: (author, text) for number, author, text in db.execute(rows)}

    def standing(self, submission_id: int) -> SubmissionVersion | None:
        rows = select(SubmissionVersion).where(SubmissionVersion.submission_id == submission_id)
        rows = rows.where(SubmissionVersion.id.not_in(select(VersionWithdrawal.version_id)))
        return db.scalar(rows.order_by(SubmissionVersion.number.desc()).limit(1))

    def withdrawn(self) -> set[int]:
        return set(db.scalars(select(VersionWithdrawal.version_id)))

    def takes_part(self, who: Person) -> bool:
        part = (Enrollment.person_id == who.id, Enrollment.ended_at.is_(None))
        return db.scalar(select(Enrollment.id).where(*part)) is not None

    def some_task(self, *where: ColumnElement[bool]) -> PeerReview | None:
        db.remove()
        found = db.scalars(select(PeerReview).where(*where).order_by(PeerReview.id)).all()
        return self.dice.choice(found) if found else None

    def author_of(self, task: PeerReview) -> Person:
        rows = select(Person).join(Submission, Submission.learner_id == Person.id)
        return db.scalars(rows.where(Submission.id == task.submission_id)).one()

    def client(self, who: Person) -> FlaskClient:
        return self.circle.sign_in(who)

    def ids(self, column: InstrumentedAttribute[int]) -> list[int]:
        db.remove()
        return list(db.scalars(select(column)))


@pytest.mark.parametrize(
    ("seed", "terms"),
    [
        (1, {"anonymous": "both", "seen": "released"}),
        (2, {"anonymous": "reviewer", "seen": "at_once"}),
        (3, {"anonymous": "both", "seen": "at_once", "givers": "cohort", "reviewers": 1}),
        (4, {"anonymous": "none", "seen": "released", "reviewers": 3}),
    ],
)
def test_no_order_of_deeds_shows_what_isnt_given_or_released_or_whom_the_terms_hide(
    cast: Cast, sign_in: Callable[[Person], FlaskClient], seed: int, terms: dict[str, object]
):
    circle = Circle(cast, sign_in)
    circle.terms(**terms)
    walk = Walk(circle, seed)
    for who in walk.learners[:3]:
        circle.hand_in(who, walk.word("work"))
    for _ in range(STEPS):
        walk.step()
    with clock.at(walk.now):
        walk.check(len(walk.learners))
    assert {"hand_in", "submit", "oversee"} <= walk.done, "too little happened"
    for request in db.scalars(select(PeerRequest)):
        tasks = db.scalars(select(PeerReview).where(PeerReview.submission_id == request.submission_id)).all()
        assert sum(task.ending is None for task in tasks) + request.missing <= request.wanted


def test_the_walk_would_notice(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    """A page with somebody's work on it that isn't theirs, or a name, fails the check."""
    circle = Circle(cast, sign_in)
    circle.terms(anonymous="both")
    walk = Walk(circle, 1)
    with clock.at(datetime.now(clock.now().tzinfo)):
        walk.circle.hand_in(cast.lena, "work0001")
        with pytest.raises(AssertionError):
            walk.look_at("work0001", cast.paul)
        with pytest.raises(AssertionError):
            walk.look_for_names("Lena Sample", "", cast.paul)
