"""A case, stage by stage, with two learners and a trainer."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts.models import Enrollment
from lms.core import clock
from lms.core.db import db
from lms.core.erasing import Whose
from lms.documents.cases import erasing
from lms.documents.cases.models import CaseAnswer, CaseCommentary, CaseMessage
from lms.people.models import Person
from tests.kit import cases, make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]
CASE = "/cohorts/here/cases/elm"
ONE, TWO = f"{CASE}/stages/1", f"{CASE}/stages/2"
WORDS = {"answer-0": "How do you sleep?", "answer-1": "The <b>prescriber</b>"}


def made(cast: Cast) -> None:
    cases.made(cast)
    make.commit()


def test_the_next_stage_and_the_others_answers_open_after_ones_own(cast: Cast, sign_in: SignIn):
    made(cast)
    lena, paul = sign_in(cast.lena), sign_in(cast.paul)
    assert lena.get(TWO).status_code == 404
    assert paul.post(ONE, data={**WORDS, "seen": 0}).status_code == 303
    assert "How do you sleep?" not in lena.get(ONE).text
    assert lena.post(ONE, data={"answer-0": "Mine", "answer-1": "Me", "seen": 0}).status_code == 303
    page = lena.get(ONE).text
    assert "How do you sleep?" in page and "&lt;b&gt;prescriber" in page and "Paul Sample" in page
    assert lena.get(TWO).status_code == 200


def test_a_stage_wants_all_its_answers_and_loses_none(cast: Cast, sign_in: SignIn):
    made(cast)
    lena = sign_in(cast.lena)
    again = lena.post(ONE, data={"answer-0": "Only this", "answer-1": " ", "seen": 0})
    assert again.status_code == 422 and "Only this" in again.text and "Please answer this question" in again.text
    assert lena.get(TWO).status_code == 404


def test_answers_are_saved_as_typed_and_two_windows_are_noticed(cast: Cast, sign_in: SignIn):
    made(cast)
    lena, script = sign_in(cast.lena), {"X-Requested-With": "fetch"}
    first = lena.post(f"{ONE}/draft", data={**WORDS, "seen": 0}, headers=script)
    assert first.json and first.json["seen"] == 1
    other = lena.post(f"{ONE}/draft", data={"answer-0": "Else", "seen": 0}, headers=script)
    assert other.status_code == 409 and other.json
    assert ["answer-0", "How do you sleep?"] in other.json["fields"]
    assert lena.post(ONE, data={**WORDS, "seen": 1}).status_code == 303
    assert lena.post(f"{ONE}/draft", data={"answer-0": "Else", "seen": 1}, headers=script).status_code == 422


def test_a_commentary_is_read_once_it_is_released_by_who_has_answered(cast: Cast, sign_in: SignIn):
    made(cast)
    lena, paul, tess = sign_in(cast.lena), sign_in(cast.paul), sign_in(cast.tess)
    lena.post(ONE, data={**WORDS, "seen": 0})
    tess.post(f"{ONE}/commentary", data={"text": "Sleep *first*", "seen": 0})
    assert "<em>first</em>" not in lena.get(ONE).text
    tess.post(f"{ONE}/commentary", data={"text": "Sleep *first*", "seen": 1, "release": "y"})
    assert "<em>first</em>" in lena.get(ONE).text
    assert "<em>first</em>" not in paul.get(ONE).text
    lost = tess.post(f"{ONE}/commentary", data={"text": "Another window", "seen": 0})
    assert lost.status_code == 422 and "Another window" in lost.text
    assert db.scalars(select(CaseCommentary.text)).one() == "Sleep *first*"


def test_what_is_said_is_safe_said_once_and_can_be_taken_back(cast: Cast, sign_in: SignIn):
    made(cast)
    lena, paul, tess = sign_in(cast.lena), sign_in(cast.paul), sign_in(cast.tess)
    lena.post(ONE, data={**WORDS, "seen": 0})
    for _ in range(2):
        lena.post(f"{ONE}/messages", data={"text": "**Why** <script>alert(1)</script>", "key": "one"})
    message = db.scalars(select(CaseMessage)).one()
    page = tess.get(ONE).text
    assert "<strong>Why</strong>" in page and "<script>alert" not in page
    assert paul.post(f"{ONE}/messages", data={"text": "Me, too", "key": "two"}).status_code == 404
    assert paul.post(f"{ONE}/messages/{message.id}/removal").status_code == 404
    assert tess.post(f"{ONE}/messages/{message.id}/removal").status_code == 303
    db.expire_all()
    assert db.get_one(CaseMessage, message.id).text == ""
    assert "Removed by a trainer." in lena.get(ONE).text


def test_notes_wait_for_all_who_are_expected(cast: Cast, sign_in: SignIn):
    case = cases.made(cast)
    late = make.person("Lately Come", learner_in=cast.here)
    make.commit()
    lena = sign_in(cast.lena)
    for person in (cast.lena, cast.paul):
        for stage in (1, 2):
            cases.answer(case, person, stage)
    db.commit()
    assert "Little sleep" not in lena.get(CASE).text
    part = db.scalars(select(Enrollment).where(Enrollment.person_id == late.id)).one()
    part.since = clock.now() + timedelta(days=300)  # after the last stage was due
    db.commit()
    assert "Little sleep" in lena.get(CASE).text
    part.since, part.ended_at = clock.now() - timedelta(days=20), clock.now()  # or left
    db.commit()
    assert "Little sleep" in lena.get(CASE).text


def test_a_trainer_opens_the_notes_and_a_stage_and_sees_who_is_where(cast: Cast, sign_in: SignIn):
    made(cast)
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    assert "0 of 2 stages answered" in tess.get(CASE).text
    tess.post(f"{CASE}/openings", data={"person": cast.lena.id, "stage": 2})
    assert lena.get(TWO).status_code == 200
    assert sign_in(cast.paul).get(TWO).status_code == 404
    tess.post(f"{CASE}/openings", data={"person": cast.omar.id, "stage": 2})
    assert "Little sleep" not in lena.get(CASE).text
    tess.post(f"{CASE}/notes")
    assert "Little sleep" in lena.get(CASE).text


def test_times_are_shown_in_the_readers_zone(cast: Cast, sign_in: SignIn):
    made(cast)
    page = sign_in(cast.lena).get("/cohorts/here/cases/").text
    assert "Elm: tired hands" in page and "due with class 3" in page
    assert any(zone in page for zone in ("CST", "CDT"))


def test_a_changed_story_leaves_what_was_answered(cast: Cast, sign_in: SignIn):
    case = cases.made(cast)
    cases.answer(case, cast.lena)
    case.stages = [{"due_with_class": 3, "story": "Otherwise.", "questions": ["New?"]}, case.stages[1]]
    db.commit()
    page = sign_in(cast.lena).get(ONE).text
    assert cases.STORIES[0] in page and "Who needs to know?" in page and "New?" not in page


def test_what_somebody_wrote_about_cases_is_erased(cast: Cast):
    cases.said(cast)
    whose = Whose(cast.lena.id, cast.lena.name, cast.lena.email)
    for part in erasing.PARTS:
        part.erase(whose, clock.now())
        assert not db.execute(part.rows(whose)).all()
    db.expire_all()
    answer = db.scalars(select(CaseAnswer)).one()
    assert answer.answers == {} and answer.handed_in_at
    assert db.scalars(select(CaseMessage)).one().text == ""
