"""A conversation that waits for nothing is opened again by a trainer, and answered or closed; its learner sees it."""

import re

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.feedback import actions
from lms.feedback.models import FeedbackThread, Message, Reopening
from lms.feedback.reopenings import actions as reopenings
from lms.people.models import Person
from tests.kit.at_once import at_once
from tests.kit.cast import Cast


def say(thread: FeedbackThread, author: Person, text: str) -> Message:
    db.refresh(thread)
    return actions.post(thread, author, text, f"{author.id} {text}", thread.last_message_id or 0, clock.now())


@pytest.fixture
def answered(cast: Cast, thread: FeedbackThread) -> FeedbackThread:
    say(thread, cast.tess, "Well said.")
    db.commit()
    return thread


def test_a_trainer_opens_it_again_and_its_learner_sees_who_comes_back_to_it(cast: Cast, answered, sign_in):
    tess, lena, address = sign_in(cast.tess), sign_in(cast.lena), f"/threads/{answered.id}"
    assert "Put it into the queue again" not in lena.get(address).text
    assert "Put it into the queue again" in tess.get(address).text
    assert tess.post(f"{address}/reopening").status_code == 303
    assert f'href="{address}?' in tess.get("/review/?whose=mine").text
    assert re.search(r"You opened this again <time", tess.get(address).text)
    shown = lena.get(address).text
    assert re.search(r"Tess Sample opened this again <time.*</time>, and will come back to it", shown)
    assert "Close it again" not in shown


def test_an_answer_ends_it_and_the_trace_stays(cast: Cast, answered: FeedbackThread):
    reopenings.reopen(answered, cast.tess, clock.now())
    assert answered.waiting_since
    said = say(answered, cast.tess, "As I promised:")
    assert answered.waiting_since is None
    [trace] = db.scalars(select(Reopening))
    assert (trace.person_id, trace.ended_at) == (cast.tess.id, said.said_at)
    reopenings.reopen(answered, cast.tess, clock.now())
    assert len(db.scalars(select(Reopening)).all()) == 2


def test_it_is_closed_again_unless_something_has_come_in(cast: Cast, answered: FeedbackThread):
    reopenings.reopen(answered, cast.tess, clock.now())
    reopenings.take_back(answered, clock.now())
    assert answered.waiting_since is None
    reopenings.reopen(answered, cast.tess, clock.now())
    since = answered.waiting_since
    question = say(answered, cast.lena, "When?")
    assert answered.waiting_since == since < question.said_at
    with pytest.raises(Conflict, match="has come in"):
        reopenings.take_back(answered, clock.now())
    assert answered.waiting_since == since


def test_what_waits_already_keeps_its_place(cast: Cast, thread: FeedbackThread):
    since = thread.waiting_since
    reopenings.reopen(thread, cast.tess, clock.now())
    reopenings.take_back(thread, clock.now())
    assert thread.waiting_since == since
    assert db.scalars(select(Reopening)).all() == []


def test_what_was_said_to_need_no_answer_is_put_back_by_taking_that_back(cast: Cast, answered: FeedbackThread):
    thanks = say(answered, cast.lena, "Thank you.")
    actions.settle(answered, cast.tess, thanks.id, answered.version_id, clock.now())
    with pytest.raises(Refused, match="needs no answer"):
        reopenings.reopen(answered, cast.tess, clock.now())


def test_two_trainers_who_open_it_in_the_same_moment_open_it_once(cast: Cast, answered, sign_in):
    windows = [sign_in(cast.tess) for _ in range(3)]
    answers = at_once(*[lambda at=at: at.post(f"/threads/{answered.id}/reopening").status_code for at in windows])
    assert answers == [303] * 3
    assert len(db.scalars(select(Reopening)).all()) == 1
