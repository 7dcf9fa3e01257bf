"""Whatever several people do to pieces of work, in whatever order: no version is lost, and no stranger is let in."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.words import Remover
from lms.feedback import actions as feedback
from lms.feedback.models import FeedbackThread, Message, Reopening
from lms.feedback.reopenings import actions as reopenings
from lms.feedback.words import actions as spoken
from lms.feedback.words import queries as words
from lms.feedback.words.rules import Why
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions as extensions
from lms.practice.extensions import queries as times
from lms.practice.extensions.actions import Work
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Standing
from lms.practice.withdrawals import actions as withdrawals
from lms.practice.withdrawals.models import VersionWithdrawal
from tests.kit.cast import Cast

LEARNERS = ("lena", "paul")
DEEDS = ("draft", "hand in", "hand in anew", "withdraw", "ask", "grant", "refuse", "answer", "reply", "settle")
DEEDS += ("take back", "remove", "open again", "close again")
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(LEARNERS)), max_size=20)


class Life:
    """What several people do with one assignment, a minute after each other, and what has to be true afterwards."""

    def __init__(self, cast: Cast, here: AssignmentHere, begin: datetime) -> None:
        self.cast, self.here, self.now = cast, here, begin
        self.handed_in: dict[int, tuple[str, Standing, datetime]] = {}
        self.withdrawn: set[int] = set()
        self.settled: set[int] = set()

    def do(self, deed: str, who: str) -> None:
        """Do it, or be refused; a refusal undoes what it began."""
        self.now += timedelta(minutes=1)
        with suppress(Refused), clock.at(self.now), db.begin_nested():
            getattr(self, "_" + deed.replace(" ", "_"))(getattr(self.cast, who))
        db.flush()

    def _draft(self, who: Person) -> None:
        draft = practice.open_draft(self.here, who, self.now)
        practice.save_draft(self.here, who, f"draft {self.now}", draft.saved, self.now)

    def _hand_in(self, who: Person) -> None:
        draft = practice.open_draft(self.here, who, self.now)
        self._keep(practice.hand_in(self.here, who, draft.text or "first", draft.saved, self.now))

    def _hand_in_anew(self, who: Person) -> None:
        draft = practice.open_draft(self.here, who, self.now)
        self._keep(practice.hand_in(self.here, who, f"text {self.now}", draft.saved, self.now))

    def _keep(self, version: SubmissionVersion) -> None:
        self.handed_in.setdefault(version.id, (version.text, version.standing, version.handed_in_at))

    def _withdraw(self, who: Person) -> None:
        thread = self.thread_of(who)
        submission = work.submission(thread.submission_id) if thread else None
        if submission and (standing := work.standing_versions(submission.id)):
            self.withdrawn.add(withdrawals.withdraw(submission, who, standing[0].number, self.now).id)

    def _work(self, who: Person) -> Work:
        time = times.time_of(self.here.assignment.id, self.here.cohort.id, who.id)
        due = self.here.due(time.extension)
        assert due
        return Work(self.here.assignment, self.here.cohort, who, due)

    def _ask(self, who: Person) -> None:
        made = self._work(who)
        extensions.ask(made, "A move.", (made.due.at + timedelta(days=2)).date(), self.now)

    def _grant(self, who: Person) -> None:
        made = self._work(who)
        extensions.grant(made, (made.due.at + timedelta(days=2)).date(), "", self.cast.tess, self.now)

    def _refuse(self, who: Person) -> None:
        extensions.refuse(self._work(who), "No.", self.cast.cora, self.now)

    def _answer(self, who: Person) -> None:
        self._say(who, self.cast.tess)

    def _reply(self, who: Person) -> None:
        self._say(who, who)

    def _say(self, who: Person, author: Person) -> None:
        if thread := self.thread_of(who):
            feedback.post(thread, author, "Words.", f"{self.now}", thread.last_message_id or 0, self.now)

    def _take_back(self, who: Person) -> None:
        self._take_away(who, who)

    def _remove(self, who: Person) -> None:
        self._take_away(who, self.cast.tess)

    def _take_away(self, who: Person, author: Person) -> None:
        thread = self.thread_of(who)
        theirs = (Message.thread_id == (thread.id if thread else None), Message.author_id == author.id)
        last = select(func.max(Message.id)).where(*theirs, Message.removed_at.is_(None))
        if (message_id := db.scalar(last)) and (message := words.message(message_id)):
            spoken.remove(message, author, Remover.AUTHOR, Why.OTHER, self.now)

    def _open_again(self, who: Person) -> None:
        if (thread := self.thread_of(who)) and thread.version_id:
            reopenings.reopen(thread, self.cast.tess, self.now)

    def _close_again(self, who: Person) -> None:
        if (thread := self.thread_of(who)) and thread.version_id:
            reopenings.take_back(thread, self.now)

    def _settle(self, who: Person) -> None:
        if (thread := self.thread_of(who)) and thread.version_id:
            feedback.settle(thread, self.cast.tess, thread.last_message_id or 0, thread.version_id, self.now)
            self.settled |= {thread.version_id} if thread.waiting_since is None else set()

    def thread_of(self, who: Person) -> FeedbackThread | None:
        mine = (Submission.learner_id == who.id, Submission.assignment_id == self.here.assignment.id)
        return db.scalar(select(FeedbackThread).join(FeedbackThread.submission).where(*mine))

    def check(self) -> None:
        """No version is lost or changed, numbers have no gap, and a thread is about what counts."""
        db.expire_all()
        kept = {v.id: (v.text, v.standing, v.handed_in_at) for v in db.scalars(select(SubmissionVersion))}
        assert kept == self.handed_in
        assert set(db.scalars(select(VersionWithdrawal.version_id))) == self.withdrawn
        for thread in db.scalars(select(FeedbackThread)):
            numbers = work.numbers_of(thread.submission_id, also_withdrawn=True)
            assert list(numbers) == list(range(len(numbers), 0, -1))
            standing = work.standing_versions(thread.submission_id)
            assert thread.version_id == (standing[0].id if standing else None)
            self._check_waiting(thread, standing)

    def _check_waiting(self, thread: FeedbackThread, standing: Any) -> None:
        """What counts waits, unless a trainer has spoken since or said that it needs no answer; nothing else does."""
        if not standing:
            assert thread.waiting_since is None
            return
        said = (Message.thread_id == thread.id, Message.removed_at.is_(None))
        causes = {version.handed_in_at for version in standing}
        causes |= set(db.scalars(select(Message.said_at).where(*said, Message.author_id == thread.learner_id)))
        opened = (Reopening.thread_id == thread.id, Reopening.ended_at.is_(None))
        causes |= set(db.scalars(select(Reopening.reopened_at).where(*opened)))
        assert thread.waiting_since is None or thread.waiting_since in causes
        by_a_trainer = (*said, Message.author_id != thread.learner_id)
        since = Message.said_at >= standing[0].handed_in_at
        if standing[0].id not in self.settled and not db.scalars(select(Message.id).where(*by_a_trainer, since)).all():
            assert thread.waiting_since is not None


@pytest.fixture
def clients(cast: Cast, sign_in: Callable[[Person], FlaskClient]) -> dict[str, FlaskClient]:
    return {who: sign_in(getattr(cast, who)) for who in ("lena", "paul", "omar", "tess", "theo", "cora")}


def check_doors(life: Life, clients: dict[str, FlaskClient]) -> None:
    """Each version opens to its learner, and to the cohort's trainer as long as it counts; to nobody else."""
    owned = select(SubmissionVersion.id, SubmissionVersion.number, Submission.id, Submission.learner_id)
    versions = db.execute(owned.join(SubmissionVersion.submission)).all()
    people = {who: getattr(life.cast, who).id for who in clients}
    db.commit()
    for version_id, number, submission_id, owner_id in versions:
        is_withdrawn = version_id in life.withdrawn
        for who, client in clients.items():
            may_read = people[who] == owner_id or (who == "tess" and not is_withdrawn)
            answer = client.get(f"/submissions/{submission_id}/receipts/{number}")
            assert answer.status_code == (200 if may_read else 404), (who, number, is_withdrawn)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, hours=st.integers(-72, 72))
def test_no_order_of_deeds_loses_a_version(cast: Cast, steps: list[tuple[str, str]], hours: int):
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    assert here and here.due_at
    life = Life(cast, here, here.due_at + timedelta(hours=hours))
    try:
        for deed, who in steps:
            life.do(deed, who)
            life.check()
    finally:
        db.rollback()


LONG = [
    [
        "hand in",
        "hand in anew",
        "withdraw",
        "withdraw",
        "hand in",
        "ask",
        "grant",
        "answer",
        "hand in anew",
        "withdraw",
    ],
    ["draft", "hand in", "withdraw", "hand in", "answer", "reply", "withdraw", "hand in anew", "settle", "withdraw"],
    ["ask", "refuse", "hand in", "reply", "withdraw", "reply", "answer", "hand in anew", "withdraw", "hand in"],
]


@pytest.mark.parametrize("deeds", LONG, ids=["extended", "answered", "refused"])
def test_no_order_of_deeds_lets_a_stranger_in(cast: Cast, clients: dict[str, FlaskClient], deeds: list[str]):
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    assert here
    life = Life(cast, here, clock.now())
    for deed in deeds:
        for who in LEARNERS:
            life.do(deed, who)
        life.check()
        check_doors(life, clients)
    assert life.withdrawn and len(life.handed_in) > len(life.withdrawn)
