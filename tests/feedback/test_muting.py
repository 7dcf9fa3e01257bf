"""A conversation that one wants to hear no more of, and what a thread's page does to the bell."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from lms.feedback import actions, queries
from lms.feedback.claims import actions as claims
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import thread_of
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews import jobs
from lms.feedback.reviews.models import Review
from lms.feedback.reviews.rules import Reaction
from lms.notices.models import Notice
from lms.people.models import Person
from lms.practice.steps import actions as steps
from lms.practice.steps.queries import goal
from lms.practice.steps.rules import Outcome
from tests.feedback.test_actions import say
from tests.kit import make
from tests.kit.cast import Cast
from tests.kit.pages import STATEMENTS_MOST

SignIn = Callable[[Person], FlaskClient]


def bell(person: Person) -> list[str]:
    """The kinds of what somebody's bell says."""
    db.remove()
    unread = select(Notice.kind).where(Notice.person_id == person.id, Notice.read_at.is_(None)).order_by(Notice.id)
    return list(db.scalars(unread))


def mails_to(person: Person) -> int:
    return sum(letter.payload.get("person_id") == person.id for letter in db.scalars(select(Letter)))


def test_a_muted_conversation_is_told_no_more_and_stays_unread(cast: Cast, thread: FeedbackThread, sign_in: SignIn):
    db.commit()
    lena, address = sign_in(cast.lena), f"/threads/{thread.id}"
    assert "Mute this conversation" in lena.get(address).text
    before = mails_to(cast.lena)
    assert lena.post(f"{address}/mute").status_code == 303
    with transaction():
        say(db.get_one(FeedbackThread, thread.id), cast.tess)
    assert bell(cast.lena) == [] and mails_to(cast.lena) == before
    assert 'class="row row--link row--unread"' in lena.get("/feedback/").text
    assert "You are not told of what is said here." in lena.get(address).text
    assert "Home practice" in lena.get("/account/notices").text
    assert lena.post(f"{address}/mute/undo").status_code == 303
    with transaction():
        say(db.get_one(FeedbackThread, thread.id), cast.tess, "And more.")
    assert bell(cast.lena) == ["message"] and mails_to(cast.lena) == before + 1


def test_whoever_is_handed_what_they_had_muted_hears_of_it_again(cast: Cast, thread: FeedbackThread, sign_in: SignIn):
    db.commit()
    tom = make.person("Tom Sample", trainer_in=cast.here)
    db.commit()
    sign_in(tom).post(f"/threads/{thread.id}/mute")
    with transaction():
        found = thread_of(thread.submission_id)
        assert found
        opened = db.scalars(
            select(FeedbackThread).where(FeedbackThread.id == found.id).options(*queries.framed())
        ).one()
        claims.hand_over(opened, cast.tess, tom, "", clock.now(), None)
    assert bell(tom) == ["handed_over"]
    with transaction():
        say(db.get_one(FeedbackThread, thread.id), cast.lena, "Anything?")
    assert bell(tom) == ["handed_over", "message"]


@pytest.mark.parametrize("who", ["lena", "tess"])
def test_reading_a_thread_quiets_the_bell_within_few_statements(
    cast: Cast, thread: FeedbackThread, sign_in: SignIn, statements: list[str], who: str
):
    say(thread, cast.tess)
    say(thread, cast.lena, "How?")
    db.commit()
    reader = getattr(cast, who)
    client, other = sign_in(reader), cast.lena if who == "tess" else cast.tess
    client.get(f"/threads/{thread.id}")
    for text in ("And so?", "Well?"):
        with transaction():
            say(db.get_one(FeedbackThread, thread.id), other, text)
        assert bell(reader) == ["message"]
        statements.clear()
        page = client.get(f"/threads/{thread.id}").text
        assert len(statements) <= STATEMENTS_MOST
        assert re.search(r"data-unread hidden>", page), "also on the very page that shows it"
        assert bell(reader) == []


def test_what_a_trainer_answers_or_settles_is_news_to_no_other(cast: Cast, thread: FeedbackThread, hand_in):
    tom = make.person("Tom Sample", trainer_in=cast.here)
    other = hand_in(cast.paul, cast.here)
    db.commit()
    assert bell(cast.tess).count("work_waiting") == 2 and bell(tom) == ["work_waiting"]
    with transaction():
        say(db.get_one(FeedbackThread, thread.id), tom)
    assert bell(cast.tess).count("work_waiting") == 1 and bell(tom) == ["work_waiting"]
    with transaction():
        say(db.get_one(FeedbackThread, other.id), tom)
        hand_in(cast.paul, cast.here, "Better")
    assert bell(cast.tess).count("work_waiting") == 1
    with transaction():
        again = db.get_one(FeedbackThread, other.id)
        actions.settle(again, tom, again.last_message_id or 0, again.version_id or 0, clock.now())
    assert bell(cast.tess) == ["trainer_added"] and bell(tom) == []


def test_a_page_that_is_fetched_ahead_leaves_the_bell_as_it_was(cast: Cast, thread: FeedbackThread, sign_in: SignIn):
    db.commit()
    page = sign_in(cast.tess).get(f"/threads/{thread.id}", headers={"Sec-Purpose": "prefetch"}).text
    assert re.search(r"data-unread><span data-number>1<", page)
    assert bell(cast.tess) == ["work_waiting"]


def reviewed(thread: FeedbackThread, cast: Cast, try_next: str = "Wait longer.") -> Review:
    review = reviews.begin(thread, cast.tess, clock.now())
    reviews.save(review, "", try_next, {}, 0, clock.now())
    return review


def test_trainers_hear_what_became_of_their_advice_once(cast: Cast, thread: FeedbackThread):
    review = reviewed(thread, cast)
    reviews.release(review, cast.tess, clock.now())
    step = goal(cast.lena.id, cast.here.id)
    assert step
    for outcome in (Outcome.STUCK, None, Outcome.STUCK):
        steps.tell_outcome(step, outcome)
    reviews.react(review, Reaction.CLEAR)
    reviews.react(review, Reaction.TALK)
    db.commit()
    assert bell(cast.tess) == ["step_answered", "review_answered"]
    assert not any("Wait longer" in str(letter.payload) for letter in db.scalars(select(Letter)))


@pytest.mark.parametrize(("try_next", "kind"), [("Wait longer.", "review_released"), ("", "review_held")])
def test_trainers_hear_what_became_of_a_planned_release(cast: Cast, thread: FeedbackThread, try_next: str, kind: str):
    review = reviewed(thread, cast, try_next)
    reviews.release_later(review, clock.now() + timedelta(hours=1), clock.now())
    db.commit()
    with clock.at(clock.now() + timedelta(hours=2)):
        jobs.release_due()
    assert bell(cast.tess)[-1] == kind
