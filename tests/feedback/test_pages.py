"""The queue, the list and the thread through the pages."""

import re
from datetime import timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
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
    action = re.search(r'action="(/threads/\d+/messages[^"]*)"', page)
    assert action
    return client.post(action[1].replace("&amp;", "&"), data=hidden | {"text": text} | more)


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
    place = re.search(r'href="(/threads/[^"]+)"', tess.get("/review/").text)
    assert place
    ends = {send(tess, place[1], key="same").location for _ in range(2)}
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
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61  # Flask-Limiter ends its window on the next whole second
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
    assert "1 waits for an answer: about 1 minute to read, at 200 words a minute" in page
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
    client.get(address)  # the first look at a thread also quiets the bell
    for more in (10, 190):
        many_messages(thread.id, more, cast.lena) if path == "/threads/{}" else many_threads(thread.id, more, cast.lena)
        statements.clear()
        page = client.get(address)
        assert page.status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1], statements
    assert counts[0] <= 8, statements
    assert page.text.count("message__author" if path == "/threads/{}" else "row__title") == 50


@pytest.fixture
def works(cast: Cast, hand_in) -> list[FeedbackThread]:
    """Three that wait, a day between them."""
    made = []
    for number in (1, 2, 3):
        with clock.at(clock.now() - timedelta(days=10 - number)):
            made.append(hand_in(cast.lena, cast.here, number=number))
    db.commit()
    return made


def opened(client: FlaskClient, thread: FeedbackThread, filters: str = "") -> str:
    """The thread's address as the queue gives it."""
    found = re.search(rf'href="(/threads/{thread.id}\?[^"]+)"', client.get(f"/review/{filters}").text)
    assert found
    return found[1].replace("&amp;", "&")


def test_send_and_next_leads_straight_to_what_waits_next_and_says_what_was_sent(cast: Cast, works, sign_in):
    tess = sign_in(cast.tess)
    answer = send(tess, opened(tess, works[0], "?learner=lena"), onward="1")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/threads/{works[1].id}?") and "learner=lena" in answer.location
    page = tess.get(answer.location).text
    message = db.scalars(select(Message)).one()
    assert f'data-store="message-{cast.tess.id}-{works[0].id}" data-sent="{message.key}"' in page
    assert f'href="/threads/{works[0].id}#message-{message.id}"' in page


def test_from_the_last_one_leads_to_the_longest_waiting_and_when_all_is_answered_to_the_queue(
    cast: Cast, works, sign_in
):
    tess = sign_in(cast.tess)
    answer = send(tess, opened(tess, works[2]), onward="1")
    assert answer.location.startswith(f"/threads/{works[0].id}?")
    answer = send(tess, answer.location, onward="1")
    answer = send(tess, answer.location, onward="1")
    assert answer.location == "/review/"
    assert "Everything is answered" in tess.get("/review/").text


def test_a_trainer_sees_beside_send_a_way_onward_only_while_something_else_waits(cast: Cast, works, sign_in):
    tess = sign_in(cast.tess)
    for thread in works[:2]:
        assert "Send and next" in tess.get(f"/threads/{thread.id}").text
        send(tess, f"/threads/{thread.id}")
    page = tess.get(f"/threads/{works[2].id}").text
    assert "Send and next" not in page and "Next in the queue" not in page
    assert "Send and next" not in sign_in(cast.lena).get(f"/threads/{works[2].id}").text


def settle(client: FlaskClient, address: str, **more: str):
    """Press the button of the page."""
    page = client.get(address).text
    form = re.search(r'action="(/threads/\d+/settling[^"]*)">(.*?)No answer needed', page, re.S)
    assert form, "no button for that"
    hidden = dict(re.findall(r'name="(seen|version_id)" value="([^"]*)"', form[2]))
    return client.post(form[1].replace("&amp;", "&"), data=hidden | more)


def test_a_thank_you_leaves_the_queue_without_an_answer_and_comes_back_on_request(cast: Cast, works, sign_in):
    tess, address = sign_in(cast.tess), f"/threads/{works[0].id}"
    send(tess, address)
    send(sign_in(cast.lena), address, "Thank you!")
    answer = settle(tess, address)
    assert answer.status_code == 303 and answer.location.startswith(f"/threads/{works[1].id}?")
    assert "Out of the queue without an answer" in tess.get(answer.location).text
    assert f'href="/threads/{works[0].id}?' not in tess.get("/review/").text
    page = tess.get(address).text
    assert re.search("You said .* that this needs no answer", page)
    assert "needs no answer" not in sign_in(cast.lena).get(address).text
    back = tess.post(f"{address}/settling/undo")
    assert back.location.startswith(address)
    assert f'href="/threads/{works[0].id}?' in tess.get("/review/").text


def test_work_that_nobody_has_answered_cannot_be_waved_through(cast: Cast, works, sign_in):
    tess, address = sign_in(cast.tess), f"/threads/{works[0].id}"
    assert "No answer needed" not in tess.get(address).text
    answer = tess.post(f"{address}/settling", data={"seen": "0", "version_id": str(works[0].version_id)})
    assert "hasn’t been answered yet" in tess.get(answer.location).text
    assert f'href="/threads/{works[0].id}?' in tess.get("/review/").text


def test_the_badge_of_review_says_how_much_waits(cast: Cast, works, sign_in):
    page = sign_in(cast.tess).get("/review/").text
    assert '<span class="site-nav__count">3<span class="visually-hidden"> waiting</span></span>' in page


def test_the_queue_is_filtered_by_choosing_a_class(cast: Cast, works, sign_in):
    page = sign_in(cast.tess).get("/review/?class_number=2").text
    assert '<option selected value="2">2. Class title 2</option>' in page
    assert re.findall(r'href="/threads/(\d+)', page) == [str(works[1].id)]
