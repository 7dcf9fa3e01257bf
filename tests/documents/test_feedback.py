"""What trainers say about a document: read in the thread, pinned to its fields, and still there in a new version."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Remark
from lms.feedback.rules import Anchor
from tests.documents.test_pages import sent
from tests.kit.cast import Cast
from tests.kit.documents import COMPLETE


@pytest.fixture
def lena(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.lena)


@pytest.fixture
def tess(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.tess)


@pytest.fixture
def thread(lena: FlaskClient, here) -> str:
    """Lena has handed in; the address of the conversation about it."""
    lena.post(f"/assignments/{here.assignment.id}/document/hand-in", data=sent(COMPLETE))
    return f"/threads/{db.scalars(select(FeedbackThread.id)).one()}"


def again(lena: FlaskClient, here, **changes: Any) -> None:
    answers = {name: each for name, each in (COMPLETE | changes).items() if each is not None}
    lena.post(f"/assignments/{here.assignment.id}/document/hand-in", data=sent(answers, seen=1))


def say(client: FlaskClient, thread: str, text: str, **about: str):
    return client.post(f"{thread}/messages", data={"text": text, "key": f"key-{text}", "seen": "9999", **about})


def test_the_desk_shows_the_document_with_its_rows(tess: FlaskClient, thread: str):
    page = tess.get(thread).text
    assert "1.56 mg/kg" in page and "Vital signs" in page and "<svg" in page
    assert '<option value="vitals.1">Vital signs, row 2</option>' in page
    assert "Handed in as files" not in page


def test_a_remark_about_a_field_is_pinned_released_and_shown_at_the_field(lena, tess, thread: str):
    data = {"text": "Say with whom.", "key": "one", "field": "plan"}
    tess.post(f"{thread}/review/remarks", data=data)
    tess.post(f"{thread}/review/remarks", data={"text": "Rising.", "key": "two", "field": "vitals.1"})
    page = tess.get(thread).text
    assert re.search(r'<a class="anchor" href="#field-vitals.1">.*?Vital signs, row 2</a>', page, re.S)
    assert "Say with whom." not in lena.get(thread).text
    tess.post(f"{thread}/review/release", data={"keep": "", "try_next": "", "seen": "0", "last_message": "0"})
    page = lena.get(thread).text
    remarks = {remark.field: remark for remark in db.scalars(select(Remark))}
    assert remarks.keys() == {"plan", "vitals.1"}
    assert {remark.anchor for remark in remarks.values()} == {Anchor.FIELD}
    assert re.search(rf'href="#message-{remarks["plan"].message_id}">Tess Sample wrote about this</a>', page)
    assert "Tess Sample wrote about vital signs, row 2</a>" in page
    assert re.search(r'<a class="anchor" href="#field-plan">.*?Plan</a>', page, re.S)


def test_a_field_that_is_not_in_the_version_is_refused_and_the_words_stay(tess, lena, thread: str):
    for field in ("nothing", "vitals.9", "effects.0"):
        answer = say(tess, thread, "Look here.", field=field)
        assert (
            answer.status_code == 422
            and "There is no such field" in answer.text
            and "Look here.</textarea>" in answer.text
        )
    answer = tess.post(f"{thread}/review/remarks", data={"text": "Here.", "key": "x", "field": "nothing"})
    assert answer.status_code == 422 and "There is no such field" in answer.text


def test_what_was_said_about_a_field_is_still_at_it_in_a_new_version(lena, tess, here, thread: str):
    say(tess, thread, "Say with whom.", field="plan")
    say(tess, thread, "This row.", field="vitals.1")
    again(lena, here, plan="With their partner.", vitals=[{"t": 0, "sys": 120, "dia": 80}])
    page = lena.get(thread).text
    assert "With their partner." in page and "wrote about this</a>" in page
    assert re.search(r'<a class="anchor" href="#field-vitals">.*?Vital signs, row 2</a>', page, re.S), "the row is gone"
    assert "See them tomorrow." in lena.get(f"{thread}?version=1").text


def test_a_field_that_shows_no_more_leads_to_the_version_that_has_it(lena, tess, here, thread: str):
    say(tess, thread, "So much?", field="dose")
    again(lena, here, go="delay", dose=None, weight=None)
    page = lena.get(thread).text
    assert re.search(r'version=1[^"]*#field-dose">.*?Dose, in version 1</a>', page, re.S)
    page = lena.get(f"{thread}?version=1").text
    assert 'id="field-dose"' in page and "wrote about this</a>" in page


def test_a_learner_asks_about_a_field(lena, thread: str):
    assert say(lena, thread, "Is this enough?", field="plan").status_code == 303
    assert db.scalars(select(Remark.label)).one() == "Plan"


def test_attempts_stand_side_by_side(lena, tess, here, thread: str):
    again(lena, here, plan="With their partner.")
    page = tess.get(f"{thread}/attempts").text
    assert "See them tomorrow." in page and "With their partner." in page
