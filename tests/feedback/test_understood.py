"""A learner marks what they have understood; trainers see it in thread and overview, and nothing waits for it."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions
from lms.feedback.models import AllUnderstood, FeedbackThread, Message, Understanding
from lms.people.models import Person
from tests.kit.cast import Cast


def say(thread: FeedbackThread, author: Person, text: str) -> Message:
    thread = db.get_one(FeedbackThread, thread.id)
    made = actions.post(thread, author, text, f"{author.id} {text}", thread.last_message_id or 0, clock.now())
    db.commit()
    return made


@pytest.fixture
def two(cast: Cast, thread: FeedbackThread) -> list[Message]:
    """Two remarks of tess's."""
    return [say(thread, cast.tess, "One"), say(thread, cast.tess, "Two")]


def press(client: FlaskClient, label: str, thread: FeedbackThread) -> None:
    """Press the first button with this label on the thread's page."""
    page = client.get(f"/threads/{thread.id}").text
    forms = re.findall(r'<form class="button-form" method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    action, inside = next((action, inside) for action, inside in forms if label in inside)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', inside))
    assert client.post(action.replace("&amp;", "&"), data=hidden).status_code == 303


def is_understood(thread: FeedbackThread) -> bool:
    db.remove()
    return db.scalar(select(AllUnderstood.person_id).where(AllUnderstood.thread_id == thread.id)) is not None


def overview(client: FlaskClient, state: str = "") -> str:
    return client.get(f"/cohorts/here/overview?state={state}").text.split("<tbody>")[-1]


def test_one_after_the_other_is_understood_and_the_trainer_sees_it(cast: Cast, thread, two, sign_in):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    press(lena, "Understood<", thread)
    shown = tess.get(f"/threads/{thread.id}").text
    assert len(re.findall(r"Understood <time", shown)) == 1 and "understood all of it" not in shown
    assert not is_understood(thread) and "Understood" not in overview(tess)
    press(lena, "Understood<", thread)
    assert is_understood(thread)
    assert "Lena Sample has understood all of it" in tess.get(f"/threads/{thread.id}").text
    assert "Understood" in overview(tess)


def test_all_of_it_is_understood_at_once_and_that_is_taken_back_one_by_one(cast: Cast, thread, two, sign_in):
    lena = sign_in(cast.lena)
    press(lena, "I have understood all of it", thread)
    assert is_understood(thread)
    press(lena, "Not after all", thread)
    assert not is_understood(thread)
    assert db.scalars(select(Understanding.message_id)).all() == [two[1].id]


def test_what_came_in_unseen_is_not_understood(cast: Cast, thread, two, sign_in):
    third = say(thread, cast.tess, "Three")
    lena = sign_in(cast.lena)
    assert lena.post(f"/threads/{thread.id}/understanding", data={"seen": two[1].id}).status_code == 303
    assert not is_understood(thread)
    assert third.id not in db.scalars(select(Understanding.message_id)).all()


def test_a_further_word_of_a_trainers_is_to_be_understood_anew_and_one_of_the_learners_is_not(
    cast: Cast, thread, two, sign_in
):
    lena = sign_in(cast.lena)
    press(lena, "I have understood all of it", thread)
    say(thread, cast.lena, "Thank you.")
    assert is_understood(thread)
    say(thread, cast.tess, "And one more.")
    assert not is_understood(thread)
    assert db.scalar(select(func.count()).select_from(Understanding)) == 2


def test_what_is_taken_away_needs_no_understanding(cast: Cast, thread, two, sign_in):
    press(sign_in(cast.lena), "Understood<", thread)
    sign_in(cast.tess).post(f"/messages/{two[1].id}/removal", data={"why": "misplaced"})
    assert is_understood(thread)


def test_it_puts_nothing_into_the_queue_and_is_pressed_twice_without_harm(cast: Cast, thread, two, sign_in):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    for _ in range(2):
        assert lena.post(f"/messages/{two[0].id}/understanding").status_code == 303
    assert f"/threads/{thread.id}" not in tess.get("/review/").text.split("<main")[1]
    assert db.scalar(select(func.count()).select_from(Understanding)) == 1


def test_only_what_others_said_to_oneself_is_understood(cast: Cast, thread, two, hand_in, sign_in):
    mine = say(thread, cast.lena, "Thank you.")
    theirs = say(hand_in(cast.paul, cast.here), cast.tess, "Well done.")
    lena = sign_in(cast.lena)
    assert lena.post(f"/messages/{mine.id}/understanding").status_code == 400
    assert lena.post(f"/messages/{theirs.id}/understanding").status_code == 404


def test_the_overview_shows_who_has_understood(cast: Cast, thread, two, hand_in, sign_in):
    hand_in(cast.paul, cast.here)
    db.commit()
    press(sign_in(cast.lena), "I have understood all of it", thread)
    tess = sign_in(cast.tess)
    assert "Lena Sample" in overview(tess, "understood") and "Paul Sample" not in overview(tess, "understood")
    lines = tess.get("/cohorts/here/overview.csv").text.splitlines()
    at = lines[0].split(",").index("Understood")
    assert next(line.split(",")[at] for line in lines[1:] if "Lena" in line) == "yes"
    assert {line.split(",")[at] for line in lines[1:] if "Paul" in line} == {""}
