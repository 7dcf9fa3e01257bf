"""Words of questions and answers are taken back by who wrote them, and removed by who answers for the cohort."""

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.core.db import db
from tests.kit.cast import Cast
from tests.moments.asking import answer, answers, ask, asked
from tests.moments.conftest import Sign, SignIn


def remove(browser: FlaskClient, what: str) -> int:
    return browser.post(f"{what}/removal").status_code


def entries() -> list[AuditEntry]:
    db.remove()
    return list(db.scalars(select(AuditEntry).where(AuditEntry.deed == "words_removed").order_by(AuditEntry.id)))


def test_what_is_taken_back_unanswered_is_gone_from_the_list_and_waits_no_longer(cast: Cast, sign_in: SignIn, at: str):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    ask(lena, at, 83, "Was that Mr Miller?")
    [question] = asked()
    lena.post(f"/questions/{question.id}", data={"text": "Was that a client of ours?", "seen": 0})
    assert remove(lena, f"/questions/{question.id}") == 303
    for browser in (lena, tess):
        page = browser.get(f"{at}/questions").text
        assert "Miller" not in page
        assert f'id="question-{question.id}"' not in page
    assert "of ours" not in tess.get("/questions/").text
    [left] = asked()
    assert (left.text, left.earlier, left.waiting_since) == ("", [], None)
    assert entries() == []


def test_a_question_that_was_answered_leaves_its_place_with_the_answers(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    ask(lena, at, 83, "Was that Mr Miller?")
    [question] = asked()
    answer(sign_in(cast.paul), question, "I would wait.")
    remove(lena, f"/questions/{question.id}")
    assert "You took this back" in lena.get(f"{at}/questions").text
    page = sign_in(cast.paul).get(f"{at}/questions").text
    assert "Taken back by its author" in page
    assert "I would wait." in page
    assert "Miller" not in page


def test_nobody_answers_changes_or_accepts_what_is_gone(cast: Cast, sign_in: SignIn, at: str):
    lena, paul = sign_in(cast.lena), sign_in(cast.paul)
    ask(lena, at, 83, "Why?")
    [question] = asked()
    answer(paul, question, "So.")
    [said] = answers()
    remove(paul, f"/answers/{said.id}")
    late = paul.post(f"/answers/{said.id}", data={"text": "So, I mean", "seen": 0})
    assert late.status_code == 422
    assert "So, I mean" in late.text
    assert lena.post(f"/answers/{said.id}/acceptance").status_code == 400
    remove(lena, f"/questions/{question.id}")
    late = paul.post(f"/questions/{question.id}/answers", data={"text": "Oh, and this", "key": "late"})
    assert late.status_code == 422
    assert "Oh, and this" in late.text
    assert lena.post(f"/questions/{question.id}", data={"text": "Why so?", "seen": 0}).status_code == 422
    assert [one.text for one in answers()] == [""]
    assert asked()[0].text == ""


def test_a_trainer_removes_what_somebody_wrote_and_that_is_kept(cast: Cast, sign_in: SignIn, at: str):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    ask(lena, at, 83, "Why?")
    [question] = asked()
    answer(paul, question, "Because of Mr Miller.")
    [said] = answers()
    assert remove(lena, f"/answers/{said.id}") == 404
    for _ in range(2):
        assert remove(tess, f"/answers/{said.id}") == 303
    page = lena.get(f"{at}/questions").text
    assert "Removed by a trainer" in page
    assert "Paul Sample" in page
    assert "Miller" not in page
    [entry] = entries()
    assert (entry.actor_id, entry.person_id, entry.cohort_id) == (cast.tess.id, cast.paul.id, cast.here.id)
    assert (entry.about_kind, entry.about_id, entry.facts) == ("answer", said.id, {"removed_as": "trainer"})


def test_a_question_waits_again_once_its_only_trainers_answer_or_accepted_answer_is_gone(
    cast: Cast, sign_in: SignIn, at: str
):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    ask(lena, at, 83, "Why?")
    [question] = asked()
    answer(tess, question, "To let it land.")
    remove(tess, f"/answers/{answers()[0].id}")
    assert asked()[0].waiting_since == question.asked_at
    answer(paul, question, "To wait.")
    by_peer = answers()[1]
    lena.post(f"/answers/{by_peer.id}/acceptance")
    assert asked()[0].waiting_since is None
    remove(paul, f"/answers/{by_peer.id}")
    assert asked()[0].waiting_since == question.asked_at
    assert "This answered it" not in lena.get(f"{at}/questions").text


def test_a_coordinator_who_is_given_a_questions_number_removes_what_has_to_go(cast: Cast, sign_in: SignIn, at: str):
    lena, cora = sign_in(cast.lena), sign_in(cast.cora)
    ask(lena, at, 83, "Was that Mr Miller?")
    [question] = asked()
    answer(sign_in(cast.tess), question, "Yes, Mr Miller.")
    [said] = answers()
    where = f"/questions/{question.id}/removal"
    assert "Was that Mr Miller?" in cora.get(where).text
    for what in (f"/questions/{question.id}", f"/answers/{said.id}"):
        assert cora.post(f"{what}/removal").location == where
    assert cora.get(where).text.count("Removed by a coordinator") == 2
    page = lena.get(f"{at}/questions").text
    assert "Removed by a coordinator" in page
    assert "Miller" not in page
    assert [entry.actor_id for entry in entries()] == [cast.cora.id] * 2


def test_only_who_answers_for_the_cohort_removes_words_of_others(cast: Cast, sign_in: SignIn, at: str):
    ask(sign_in(cast.lena), at, 83, "Why?")
    [question] = asked()
    where = f"/questions/{question.id}"
    for person in (cast.paul, cast.omar, cast.theo, cast.otto):
        assert remove(sign_in(person), where) == 404
        assert sign_in(person).get(f"{where}/removal").status_code == 404
    assert sign_in(cast.lena).get(f"{where}/removal").status_code == 404
    assert asked()[0].removed_at is None


def test_while_a_recording_is_closed_nothing_of_its_questions_is_removed_or_read(
    cast: Cast, sign_in: SignIn, sign: Sign, closed: str
):
    sign(cast.lena)
    ask(sign_in(cast.lena), closed, 83, "His hands?")
    [question] = asked()
    for person in (cast.tess, cast.cora):
        assert remove(sign_in(person), f"/questions/{question.id}") == 404
        assert sign_in(person).get(f"/questions/{question.id}/removal").status_code == 404
    sign(cast.tess)
    assert remove(sign_in(cast.tess), f"/questions/{question.id}") == 303
