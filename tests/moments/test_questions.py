"""Questions at a moment: asked and answered within a cohort, waiting for a trainer, told without their words."""

from datetime import datetime

import pytest
from sqlalchemy import select

from lms.core import words
from lms.core.db import db
from lms.core.outbox import Letter
from lms.moments.questions import queries, rules
from lms.moments.questions.models import Answer, Question
from tests.kit import make
from tests.kit.cast import Cast
from tests.moments.asking import answer, answers, ask, asked
from tests.moments.conftest import Sign, SignIn


def mails(template: str) -> list[dict]:
    db.remove()
    found = db.scalars(select(Letter).where(Letter.kind == "mail").order_by(Letter.id))
    return [letter.payload for letter in found if letter.payload["template"] == template]


def test_peers_and_trainers_answer_and_the_trainers_answer_is_marked(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    assert ask(lena, at, 83, "Why *this* pause?") == 303
    [question] = asked()
    assert answer(sign_in(cast.paul), question, "I would wait, too.") == 303
    assert asked()[0].waiting_since is not None
    assert answer(sign_in(cast.tess), question, "To let it land.") == 303
    assert asked()[0].waiting_since is None
    page = lena.get(f"{at}/questions").text
    assert "Why <em>this</em> pause?" in page
    assert "Paul Sample</strong> <span class=" in page
    assert '<strong>Tess Sample</strong> <span class="moment__role">Trainer</span>' in page
    assert page.count("moment__role") == 1


def test_what_is_asked_stays_in_its_cohort(cast: Cast, sign_in: SignIn, at: str):
    ask(sign_in(cast.lena), at, 83, "Why this pause?")
    [question] = asked()
    for person in (cast.omar, cast.theo, cast.cora, cast.otto):
        browser = sign_in(person)
        assert "Why this pause?" not in browser.get(f"{at}/questions").text
        assert browser.get(f"/questions/{question.id}").status_code == 404
        assert answer(browser, question, "From elsewhere") == 404
    assert "Why this pause?" not in sign_in(cast.theo).get("/questions/").text
    assert sign_in(cast.cora).get(f"{at}/questions").status_code == 404
    assert answers() == []


def test_a_trainer_asks_nothing_and_nobody_changes_words_of_somebody_else(cast: Cast, sign_in: SignIn, at: str):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    assert ask(tess, at, 83, "And you?") == 404
    ask(lena, at, 83, "Why this pause?")
    [question] = asked()
    answer(paul, question, "I would wait.")
    [said] = answers()
    for browser in (paul, tess):
        assert browser.post(f"/questions/{question.id}", data={"text": "Mine", "seen": 0}).status_code == 404
        assert browser.post(f"/answers/{said.id}/acceptance").status_code == 404
    for browser in (lena, tess):
        assert browser.post(f"/answers/{said.id}", data={"text": "Mine", "seen": 0}).status_code == 404


def test_the_asker_accepts_a_peers_answer_and_takes_that_back(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    ask(lena, at, 83, "Why this pause?")
    [question] = asked()
    answer(sign_in(cast.paul), question, "To let it land.")
    [said] = answers()
    lena.post(f"/answers/{said.id}/acceptance")
    assert asked()[0].waiting_since is None
    assert "This answered it" in sign_in(cast.paul).get(f"{at}/questions").text
    lena.post(f"/answers/{said.id}/acceptance/undo")
    assert asked()[0].waiting_since == question.asked_at
    assert "This answered it" not in lena.get(f"{at}/questions").text


def test_an_edit_is_seen_as_one_and_what_was_said_before_stays(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    ask(lena, at, 83, "Why this pause?")
    [question] = asked()
    assert lena.post(f"/questions/{question.id}", data={"text": "Why so long?", "seen": 0}).status_code == 303
    page = sign_in(cast.paul).get(f"{at}/questions").text
    assert "Edited" in page
    assert "Why so long?" in page
    assert "Why this pause?" in page
    answer_late = lena.post(f"/questions/{question.id}", data={"text": "In another window", "seen": 0})
    assert answer_late.status_code == 422
    assert "In another window" in answer_late.text
    assert asked()[0].text == "Why so long?"


def test_the_asker_and_the_trainers_are_written_to_once_and_never_what_was_said(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    ask(lena, at, 83, "A secret question")
    ask(lena, at, 90, "Another secret")
    told = mails("question-asked")
    assert [mail["person_id"] for mail in told] == [cast.tess.id]
    question = asked()[0]
    answer(sign_in(cast.paul), question, "A secret answer")
    answer(sign_in(cast.tess), question, "Another one")
    answer(lena, question, "Thank you")
    told += mails("question-answered")
    assert [mail["person_id"] for mail in told] == [cast.tess.id, cast.lena.id]
    assert "secret" not in str(told)
    assert told[1]["context"]["link"] == f"/questions/{question.id}"


def test_a_link_to_a_question_leads_to_its_moment(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    ask(lena, at, 83, "Why this pause?")
    [question] = asked()
    assert lena.get(f"/questions/{question.id}").location == f"{at}?cohort=here&t=83#question-{question.id}"


def test_trainers_see_what_waits_longest_first_until_it_is_answered(cast: Cast, sign_in: SignIn, at: str):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    ask(lena, at, 90, "First asked")
    ask(lena, at, 83, "Then asked")
    page = tess.get("/questions/").text
    assert page.index("First asked") < page.index("Then asked")
    assert "/questions/" in tess.get("/review/").text
    answer(tess, asked()[0], "Here is why.")
    page = tess.get("/questions/").text
    assert "First asked" not in page
    assert "Then asked" in page
    assert sign_in(cast.lena).get("/questions/").status_code == 403


def test_sent_twice_it_is_said_once(cast: Cast, sign_in: SignIn, at: str):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    for _ in range(2):
        ask(lena, at, 83, "Why?", key="asked")
    [question] = asked()
    for _ in range(2):
        answer(tess, question, "Because.", key="answered")
    assert len(answers()) == 1


def test_while_a_recording_is_closed_nothing_of_its_questions_is_shown(
    cast: Cast, sign_in: SignIn, sign: Sign, closed: str
):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    assert ask(lena, closed, 83, "Too early") == 404
    sign(cast.lena)
    assert ask(lena, closed, 83, "His hands?") == 303
    [question] = asked()
    for browser in (paul, tess):
        assert browser.get(f"{closed}/questions").status_code == 404
        assert browser.get(f"/questions/{question.id}").status_code == 404
        assert answer(browser, question, "I haven’t signed") == 404
        assert "His hands" not in browser.get(closed).text
    assert "His hands" not in tess.get("/questions/").text
    sign(cast.tess)
    assert "His hands" in tess.get("/questions/").text
    assert answer(tess, question, "Look at them.") == 303


def test_many_questions_come_page_by_page_and_from_the_one_that_is_asked_for(
    cast: Cast, sign_in: SignIn, at: str, demonstration, statements: list[str], monkeypatch: pytest.MonkeyPatch
):
    now = datetime.fromisoformat("2026-09-01T12:00:00+00:00")
    others = [make.person(learner_in=cast.here) for _ in range(5)]
    rows = [
        Question(
            cohort_id=cast.here.id,
            demonstration_id=demonstration.id,
            asker_id=others[number % 5].id,
            at_ms=1000 * (number // 2),
            text=f"Question number {number}.",
            key=f"many-{number}",
            asked_at=now,
            waiting_since=now,
        )
        for number in range(120)
    ]
    db.add_all(rows)
    db.flush()
    for row in rows:
        db.add(
            Answer(
                question_id=row.id, author_id=cast.paul.id, by_trainer=False, text="So.", key=f"a-{row.id}", said_at=now
            )
        )
    db.commit()
    seen, after, counts = [], None, set()
    lena = sign_in(cast.lena)
    lena.get(f"{at}/questions")
    while True:
        found = queries.questions(cast.here.id, demonstration.id, after)
        seen += [question.id for question in found.rows]
        statements.clear()
        page = lena.get(f"{at}/questions", query_string={"after": after} if after else None).text
        counts.add(len(statements))
        assert all(f'id="question-{question.id}"' in page for question in found.rows)
        if found.after is None:
            break
        after = found.after
    assert seen == [row.id for row in rows]
    assert counts == {7}
    assert queries.questions(cast.here.id, demonstration.id, None, rows[77].id).rows[0].id == rows[77].id
    listed = sign_in(cast.tess).get("/questions/").text
    assert listed.count("Question number") == 50
    assert 'rel="next"' in listed


def test_texts_and_answers_have_an_end(cast: Cast, sign_in: SignIn, at: str, monkeypatch: pytest.MonkeyPatch):
    lena = sign_in(cast.lena)
    assert ask(lena, at, 83, "x" * (rules.TEXT_LIMIT + 1)) == 422
    ask(lena, at, 83, "Why?")
    monkeypatch.setattr(rules, "ANSWERS_MOST", 1)
    monkeypatch.setattr(words, "EDITS_MOST", 0)
    paul, [question] = sign_in(cast.paul), asked()
    assert answer(paul, question, "One") == 303
    refused = paul.post(f"/questions/{question.id}/answers", data={"text": "Two more words", "key": "k"})
    assert refused.status_code == 422
    assert "Two more words" in refused.text
    assert lena.post(f"/questions/{question.id}", data={"text": "Other", "seen": 0}).status_code == 422
