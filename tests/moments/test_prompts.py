"""Prompts: set by trainers, asked once, answered as home practice is handed in, and then the expert's version."""

from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.core.outbox import Letter
from lms.moments.prompts import rules
from lms.moments.prompts.models import Prompt
from lms.practice.models import SubmissionVersion
from lms.practice.queries import work_of
from lms.program.models import Assignment
from tests.kit.cast import Cast
from tests.moments.conftest import Sign, SignIn

KEYS = count()
EXPERT = "I would name what I see."


def set_prompt(browser: FlaskClient, at: str, second: int, question: str = "What would you say?", key: str = "") -> int:
    sent = {"at_ms": second * 1000, "question": question, "expert": EXPERT, "key": key or f"key-{next(KEYS)}"}
    return browser.post(f"{at}/prompts", data=sent).status_code


def answer(browser: FlaskClient, prompt: Prompt, text: str) -> int:
    return browser.post(f"/prompts/{prompt.id}/answer", data={"text": text}).status_code


def prompts() -> list[Prompt]:
    db.remove()
    found = list(db.scalars(select(Prompt).order_by(Prompt.id)))
    db.expunge_all()
    return found


def versions() -> list[SubmissionVersion]:
    db.remove()
    found = list(db.scalars(select(SubmissionVersion).order_by(SubmissionVersion.id)))
    db.expunge_all()
    return found


def test_the_experts_version_is_seen_after_an_answer_and_not_before(cast: Cast, sign_in: SignIn, at: str):
    assert set_prompt(sign_in(cast.tess), at, 83) == 303
    [prompt] = prompts()
    lena = sign_in(cast.lena)
    page = lena.get(f"{at}/prompts").text
    assert 'data-prompt="pending"' in page
    assert "What would you say?" in page
    assert EXPERT not in page
    assert answer(lena, prompt, "I would wait.") == 303
    page = lena.get(f"{at}/prompts").text
    assert 'data-prompt="over"' in page
    assert "I would wait." in page
    assert EXPERT in page
    assert EXPERT not in sign_in(cast.paul).get(f"{at}/prompts").text


def test_an_answer_is_a_submission_that_waits_for_the_trainers_and_has_its_thread(cast: Cast, sign_in: SignIn, at: str):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    set_prompt(tess, at, 83)
    [prompt] = prompts()
    answer(lena, prompt, "I would wait.")
    answer(lena, prompt, "I would wait.")
    answer(lena, prompt, "I would wait, and breathe.")
    assert [(one.number, one.text) for one in versions()] == [(1, "I would wait."), (2, "I would wait, and breathe.")]
    assert "Prompt at 1:23 in “A talk”" in tess.get("/review/").text
    submission = versions()[0].submission_id
    thread = tess.get(f"/submissions/{submission}/thread").location
    page = tess.get(thread).text
    assert "I would wait, and breathe." in page
    asked = f"/assignments/{prompt.assignment_id}/question"
    assert f'data-href="{asked}"' in page
    for reader in (tess, lena):
        question = reader.get(asked).text
        assert "What would you say?" in question
        assert "At 1:23 in “A talk”" in question
        assert f"/assignments/{prompt.assignment_id}/moment" in question
    said = tess.post(f"{thread}/messages", data={"text": "Yes.", "key": "k", "seen": 0, "version": 2})
    assert said.status_code == 303
    assert "Prompt at 1:23 in “A talk”" in lena.get("/feedback/").text
    lead = lena.get(f"/assignments/{prompt.assignment_id}/moment").location
    assert lead == f"{at}?cohort=here&t=83#prompt-{prompt.id}"
    assert lena.get(f"/submissions/{submission}/receipts/2").status_code == 200


def test_it_is_in_no_list_of_home_practice_and_has_no_page_there(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    before = [work.assignment.id for work in work_of(cast.lena.id, cast.here.id)]
    set_prompt(sign_in(cast.tess), at, 83)
    [prompt] = prompts()
    answer(lena, prompt, "I would wait.")
    assert [work.assignment.id for work in work_of(cast.lena.id, cast.here.id)] == before
    for address in (at, "/today", "/classes/", "/classes/1"):
        assert "Prompt at" not in lena.get(address).text
    assert lena.get(f"/assignments/{prompt.assignment_id}").status_code == 404
    assert versions()[0].standing == "on time"


def test_nothing_of_the_question_stands_in_mails(cast: Cast, sign_in: SignIn, at: str):
    set_prompt(sign_in(cast.tess), at, 83, "A secret question?")
    answer(sign_in(cast.lena), prompts()[0], "A secret answer")
    letters = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
    assert {letter["template"] for letter in letters} >= {"handed-in", "work-waiting"}
    assert "secret" not in str(letters)


def test_it_belongs_to_its_cohort_and_only_its_trainers_set_one(cast: Cast, sign_in: SignIn, at: str):
    assert set_prompt(sign_in(cast.lena), at, 83) == 404
    assert set_prompt(sign_in(cast.cora), at, 83) == 404
    set_prompt(sign_in(cast.tess), at, 83, "For this cohort")
    [prompt] = prompts()
    for person in (cast.omar, cast.theo, cast.cora):
        browser = sign_in(person)
        assert "For this cohort" not in browser.get(f"{at}/prompts").text
        assert answer(browser, prompt, "From elsewhere") == 404
        assert browser.post(f"/prompts/{prompt.id}/removal").status_code == 404
        assert browser.get(f"/assignments/{prompt.assignment_id}/moment").status_code == 404
    assert answer(sign_in(cast.tess), prompt, "Mine") == 404
    assert versions() == []


def test_what_is_skipped_is_not_asked_again_until_it_is_wished(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    set_prompt(sign_in(cast.tess), at, 83)
    [prompt] = prompts()
    for _ in range(2):
        assert lena.post(f"/prompts/{prompt.id}/skipping").status_code == 303
    page = lena.get(f"{at}/prompts").text
    assert 'data-prompt="over"' in page
    assert "Skipped" in page
    assert EXPERT not in page
    assert 'data-prompt="pending"' in sign_in(cast.paul).get(f"{at}/prompts").text
    lena.post(f"/prompts/{prompt.id}/skipping/undo")
    assert 'data-prompt="pending"' in lena.get(f"{at}/prompts").text


def test_a_question_that_was_answered_keeps_its_words(cast: Cast, sign_in: SignIn, at: str):
    tess = sign_in(cast.tess)
    set_prompt(tess, at, 83)
    [prompt] = prompts()
    to = f"/prompts/{prompt.id}"
    assert tess.post(to, data={"question": "And now?", "expert": EXPERT, "seen": 0}).status_code == 303
    late = tess.post(to, data={"question": "In another window", "expert": EXPERT, "seen": 0})
    assert late.status_code == 422
    assert "In another window" in late.text
    answer(sign_in(cast.lena), prompt, "I would wait.")
    refused = tess.post(to, data={"question": "Something else?", "expert": EXPERT, "seen": 1})
    assert refused.status_code == 422
    assert "Somebody has answered this question already" in refused.text
    assert tess.post(to, data={"question": "And now?", "expert": "Better words.", "seen": 1}).status_code == 303
    assert "Better words." in sign_in(cast.lena).get(f"{at}/prompts").text


def test_what_is_taken_out_asks_nobody_and_stays_for_those_who_answered(cast: Cast, sign_in: SignIn, at: str):
    tess, lena, paul = (sign_in(person) for person in (cast.tess, cast.lena, cast.paul))
    set_prompt(tess, at, 83)
    [prompt] = prompts()
    answer(lena, prompt, "I would wait.")
    assert tess.post(f"/prompts/{prompt.id}/removal").status_code == 303
    for browser in (tess, paul):
        assert f'id="prompt-{prompt.id}"' not in browser.get(f"{at}/prompts").text
    assert EXPERT in lena.get(f"{at}/prompts").text
    refused = paul.post(f"/prompts/{prompt.id}/answer", data={"text": "Too late"})
    assert refused.status_code == 422
    assert [one.text for one in versions()] == ["I would wait."]


def test_sent_twice_it_is_set_once_and_there_is_an_end_to_how_many(
    cast: Cast, sign_in: SignIn, at: str, monkeypatch: pytest.MonkeyPatch
):
    tess = sign_in(cast.tess)
    for _ in range(2):
        assert set_prompt(tess, at, 83, key="same") == 303
    assert len(prompts()) == 1
    monkeypatch.setattr(rules, "PROMPTS_MOST", 1)
    assert set_prompt(tess, at, 84) == 422


def test_while_a_recording_is_closed_nothing_of_its_prompts_is_shown(
    cast: Cast, sign_in: SignIn, sign: Sign, closed: str
):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    assert set_prompt(tess, closed, 83) == 404
    sign(cast.tess)
    assert set_prompt(tess, closed, 83, "Her hands?") == 303
    [prompt] = prompts()
    assert lena.get(f"{closed}/prompts").status_code == 404
    assert answer(lena, prompt, "I haven’t signed") == 404
    for address in (closed, "/today", "/feedback/", f"/assignments/{prompt.assignment_id}/moment"):
        assert "Her hands?" not in lena.get(address).text
    assigned = db.get_one(Assignment, prompt.assignment_id)
    assert "hands" not in f"{assigned.title} {assigned.brief} {assigned.slug}"
