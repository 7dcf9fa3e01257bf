"""The queue, the list and the thread through the pages."""

import re
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message, Remark
from tests.feedback.many import many_messages, many_threads
from tests.kit import make
from tests.kit.at_once import at_once
from tests.kit.cast import Cast
from tests.kit.lock import is_free


@pytest.fixture
def address(thread: FeedbackThread) -> str:
    db.commit()
    return f"/threads/{thread.id}"


def send(client: FlaskClient, address: str, text: str = "Well said.", **more: str):
    page = client.get(address).text
    hidden = dict(re.findall(r'name="(key|seen|version)" type="hidden" value="([^"]*)"', page))
    return client.post(f"{address}/messages", data=hidden | {"text": text} | more)


def test_work_stands_beside_the_conversation_as_it_was_typed(cast: Cast, hand_in, sign_in):
    thread = hand_in(cast.lena, cast.here, "One\n\n  <b>two</b>")
    db.commit()
    page = sign_in(cast.tess).get(f"/threads/{thread.id}").text
    assert "data-passage-text>One\n\n  &lt;b&gt;two&lt;/b&gt;</div>" in page
    assert "Lena Sample" in page and "Nothing has been said yet." in page


def test_an_answer_is_shown_as_markdown_to_both_and_new_to_one(cast: Cast, address: str, sign_in):
    answer = send(sign_in(cast.tess), address, "Try **next**: <script>")
    assert answer.status_code == 303 and "#message-" in answer.location
    page = sign_in(cast.lena).get(address).text
    assert "<strong>next</strong>" in page and "<script>" not in page.split("<main")[1]
    assert "message--unread" in page
    assert "message--unread" not in sign_in(cast.lena).get(address).text


def test_others_can_write_while_what_was_said_is_made_into_a_page(cast: Cast, address: str, app, sign_in, monkeypatch):
    said = send(sign_in(cast.tess), address)
    seen: list[bool] = []
    shown = app.jinja_env.filters["markdown"]
    monkeypatch.setitem(app.jinja_env.filters, "markdown", lambda text: seen.append(is_free()) or shown(text))
    lena = sign_in(cast.lena)
    assert said.status_code == 303
    assert lena.get(address).status_code == 200
    assert send(lena, address, "").status_code == 422
    assert seen and all(seen)


def test_reading_takes_the_count_out_of_the_navigation(cast: Cast, address: str, sign_in):
    send(sign_in(cast.tess), address)
    lena = sign_in(cast.lena)
    assert "site-nav__count" in lena.get("/feedback/").text
    lena.get(address)
    assert "site-nav__count" not in lena.get("/feedback/").text


def test_sending_twice_says_it_once(cast: Cast, address: str, sign_in):
    tess = sign_in(cast.tess)
    ends = {send(tess, address, key="same").location for _ in range(2)}
    assert len(ends) == 1
    assert db.scalar(select(func.count()).select_from(Message)) == 1


def test_an_answer_while_one_was_writing_is_shown_and_the_words_stay(cast: Cast, address: str, thread, sign_in):
    second = make.person("Tom Sample", trainer_in=cast.here)
    tom = sign_in(second)
    send(sign_in(cast.tess), address, "First answer")
    answer = send(tom, address, "Second answer", seen="0")
    assert answer.status_code == 409
    assert "First answer" in answer.text and "Second answer</textarea>" in answer.text
    assert f'name="seen" type="hidden" value="{db.scalar(select(func.max(Message.id)))}"' in answer.text


def test_what_was_said_since_the_last_look_is_new_once(cast: Cast, address: str, sign_in):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    for text in ("First answer", "Second answer"):
        send(tess, address, text)
        assert lena.get(address).text.count("message__new") == 1
    assert "message__new" not in lena.get(address).text


def test_a_thread_can_be_opened_in_two_windows_at_once(cast: Cast, address: str, sign_in):
    send(sign_in(cast.tess), address, "First answer")
    windows = [sign_in(cast.lena) for _ in range(6)]
    answers = at_once(*[partial(window.get, address) for window in windows])
    assert [answer.status_code for answer in answers] == [200] * 6


def test_nobody_floods_a_thread(cast: Cast, address: str, sign_in, limits: None):
    lena = sign_in(cast.lena)
    answers = [send(lena, address, f"Message {number}") for number in range(14)]
    assert [answer.status_code for answer in answers] == [303] * 12 + [429] * 2
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "Please wait" in answers[-1].text
    assert send(sign_in(cast.tess), address).status_code == 303


def test_an_empty_message_is_refused_beside_its_field(cast: Cast, address: str, sign_in):
    answer = send(sign_in(cast.tess), address, "  ")
    assert answer.status_code == 422
    assert re.search(r'id="text-error".*?Please write something', answer.text, re.S)


def test_a_passage_is_marked_in_the_text_and_leads_to_what_was_said(cast: Cast, address: str, sign_in):
    send(sign_in(cast.tess), address, "Why twice?", quote="wait", position="19")
    message_id = db.scalar(select(Remark.message_id))
    page = sign_in(cast.lena).get(address).text
    assert re.search(
        rf'I would wait\. Then <mark class="passage"><a [^>]*href="#message-{message_id}"[^>]*></a>wait</mark>\.', page
    )
    assert f'href="#passage-{message_id}"' in page


def test_a_passage_that_is_gone_in_a_later_version_leads_to_the_earlier_one(cast: Cast, address: str, hand_in, sign_in):
    send(sign_in(cast.tess), address, "Why twice?", quote="Then wait", position="14")
    hand_in(cast.lena, cast.here, "I would ask.")
    db.commit()
    lena = sign_in(cast.lena)
    page = lena.get(address).text
    assert "Show in version 1" in page and "<mark" not in page
    assert "<mark" in lena.get(f"{address}?version=1").text
    assert lena.get(f"{address}?version=3").status_code == 404


def test_a_passage_that_is_not_there_is_refused_and_everything_typed_stays(cast: Cast, address: str, sign_in):
    answer = send(sign_in(cast.tess), address, "Why?", quote="hurry")
    assert answer.status_code == 422
    assert "isn&#39;t in the version" in answer.text
    assert "Why?</textarea>" in answer.text and "hurry</textarea>" in answer.text
    assert db.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("who", ["paul", "omar", "theo", "cora", "otto"])
def test_to_anybody_else_the_thread_does_not_exist(cast: Cast, address: str, thread, sign_in, who: str):
    client = sign_in(getattr(cast, who))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/messages", data={"text": "x", "key": "k", "seen": "0"}).status_code == 404
    assert client.get(f"/submissions/{thread.submission_id}/thread").status_code == 404


def test_from_a_submission_one_gets_to_its_thread(cast: Cast, address: str, thread, sign_in):
    assert sign_in(cast.lena).get(f"/submissions/{thread.submission_id}/thread").location == address


def test_the_queue_says_who_waits_how_long_and_how_much_there_is_to_read(cast: Cast, address: str, sign_in):
    page = sign_in(cast.tess).get("/review/").text
    assert "1 waits for an answer, about 1 minute of reading" in page
    assert "Lena Sample" in page and "Class 1" in page and "waits less than a minute" in page


def test_filters_stay_on_the_way_through_the_queue(cast: Cast, hand_in, sign_in):
    for number in (1, 2, 3):
        hand_in(cast.lena, cast.here, number=number)
    hand_in(cast.paul, cast.here)
    db.commit()
    tess = sign_in(cast.tess)
    listed = re.findall(r'href="(/threads/\d+\?[^"]+)"', tess.get("/review/?learner=lena").text)
    assert len(listed) == 3
    page = tess.get(listed[0].replace("&amp;", "&")).text
    assert "Next in the queue" in page
    onward = re.search(r'href="(/threads/\d+\?[^"]+)">.{0,200}?Next in the queue', page, re.S)
    assert onward and onward[1].split("?")[0] == listed[1].split("?")[0] and "learner=lena" in onward[1]


def test_a_learner_has_no_queue_and_a_filter_that_makes_no_sense_shows_everything(cast: Cast, address: str, sign_in):
    assert sign_in(cast.lena).get("/review/").status_code == 403
    page = sign_in(cast.tess).get("/review/?class_number=abc&after=xyz")
    assert page.status_code == 200 and "Lena Sample" in page.text


@pytest.mark.parametrize("path", ["/review/", "/feedback/", "/threads/{}"])
def test_pages_ask_the_database_as_often_for_200_rows_as_for_10(
    cast: Cast, thread: FeedbackThread, sign_in, statements: list[str], path: str
):
    counts, watcher = [], cast.lena if path == "/feedback/" else cast.tess
    client, address = sign_in(watcher), path.format(thread.id)
    for more in (10, 190):
        many_messages(thread.id, more, cast.lena) if path == "/threads/{}" else many_threads(thread.id, more, cast.lena)
        statements.clear()
        page = client.get(address)
        assert page.status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1], statements
    assert counts[0] <= 8, statements
    assert page.text.count("message__author" if path == "/threads/{}" else "row__title") == 50
