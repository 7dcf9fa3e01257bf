"""A trainer's phrases: kept, shared and used by whom they may be, and never with a learner's name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.phrases import actions, rules
from lms.feedback.phrases.models import Phrase, PhraseSharing, PhraseUse
from lms.people.models import Person
from tests.kit import make
from tests.kit.cast import Cast

BANK = "/review/phrases"
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def tess(cast: Cast, sign_in: SignIn) -> FlaskClient:
    return sign_in(cast.tess)


@pytest.fixture
def theo(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Who teaches another cohort of the same program."""
    return sign_in(cast.theo)


def keep(browser: FlaskClient, text: str, *codes: str) -> int:
    """Keep a phrase; gives its number."""
    assert browser.post(BANK, data={"text": text, "codes": list(codes)}).status_code == 303
    db.remove()
    return db.scalars(select(Phrase.id).order_by(Phrase.id.desc())).first() or 0


def texts(browser: FlaskClient) -> list[str]:
    return [row["text"] for row in browser.get(f"{BANK}.json").json]


def count(table: type) -> int:
    db.remove()
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_a_phrase_is_kept_changed_and_found(tess: FlaskClient):
    number = keep(tess, "You wait, { Name }.", "C1")
    assert tess.post(f"{BANK}/{number}", data={"text": "You wait twice, {name}.", "codes": "C2"}).status_code == 303
    assert tess.get(f"{BANK}.json").json == [
        {"id": number, "text": "You wait twice, {name}.", "tags": ["C2"], "is_shared": False}
    ]
    keep(tess, "Two questions at once.")
    for asked, is_found in (("q=TWICE wait", True), ("code=C2", True), ("code=C1", False), ("q=thrice", False)):
        assert ("You wait twice" in tess.get(f"{BANK}?{asked}").text) == is_found


def test_the_same_words_are_kept_once(tess: FlaskClient):
    assert keep(tess, "You wait.") == keep(tess, " You wait.\r\n")
    assert count(Phrase) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("At {time} you wait", "Nothing is known that {time} could stand for"),
        ("   ", "Please write the phrase."),
        ("x" * 1001, "at most 1,000 characters"),
    ],
)
def test_what_cannot_be_kept_says_why_at_its_field_and_stays_there(tess: FlaskClient, text: str, why: str):
    answer = tess.post(BANK, data={"text": text})
    assert answer.status_code == 422
    error = answer.text.split('id="text-error"')[1].split("</p>")[0]
    assert why in error
    assert text in answer.text
    assert count(Phrase) == 0


def test_changing_is_refused_likewise_and_leaves_the_old_words(tess: FlaskClient):
    number = keep(tess, "You wait.")
    answer = tess.post(f"{BANK}/{number}", data={"text": "{who} waits"})
    assert (answer.status_code, "{who} waits" in answer.text) == (422, True)
    assert texts(tess) == ["You wait."]


def test_what_is_used_most_comes_first_for_whoever_uses_it(tess: FlaskClient, theo: FlaskClient):
    first, second = keep(tess, "First."), keep(tess, "Second.")
    assert texts(tess) == ["Second.", "First."]
    for number in (first, first, second):
        assert tess.post(f"{BANK}/{number}/use").status_code == 204
    assert texts(tess) == ["First.", "Second."]
    assert "used 2 times" in tess.get(BANK).text
    for number in (first, second):
        tess.post(f"{BANK}/{number}/sharing")
    assert texts(theo) == ["Second.", "First."], "the use by others is their own"


def test_a_bank_that_is_long_is_paged_without_gap_or_repeat(cast: Cast, tess: FlaskClient):
    for number in range(120):
        made = actions.keep(cast.tess, f"Phrase {number:03}.", [], clock.now())
        for _ in range(number % 3):
            actions.note_use(made, cast.tess, clock.now())
    db.commit()
    seen, address = [], BANK
    while address:
        page = tess.get(address).text
        seen += [line.split("</p>")[0] for line in page.split('<p class="phrase__text">')[1:]]
        after = page.split('rel="next" href="')
        address = after[1].split('"')[0] if len(after) > 1 else ""
    assert len(seen) == len(set(seen)) == 120
    assert seen[0] == "Phrase 119."


def test_a_shared_phrase_is_used_and_copied_where_its_program_is_taught(
    cast: Cast, tess: FlaskClient, theo: FlaskClient, sign_in: SignIn
):
    number = keep(tess, "You wait.", "C1")
    assert theo.post(f"{BANK}/{number}/copy").status_code == 404
    assert tess.post(f"{BANK}/{number}/sharing").status_code == 303
    assert texts(theo) == ["You wait."]
    assert "by Tess Sample" in theo.get(f"{BANK}?whose=others").text
    foreign = make.person("Vera Sample", trainer_in=make.cohort(make.program(1), "foreign"))
    db.commit()
    vera = sign_in(foreign)
    assert texts(vera) == []
    assert vera.post(f"{BANK}/{number}/copy").status_code == 404
    assert theo.post(f"{BANK}/{number}/copy").status_code == 303
    assert theo.post(f"{BANK}/{number}", data={"text": "Mine now."}).status_code == 404
    tess.post(f"{BANK}/{number}", data={"text": "You wait longer."})
    assert sorted(texts(theo)) == ["You wait longer.", "You wait."]
    tess.post(f"{BANK}/{number}/sharing/undo")
    assert texts(theo) == ["You wait."]


def test_one_is_asked_about_what_may_be_a_name_before_it_is_shared(tess: FlaskClient):
    number = keep_own(tess, "Sample it once more.")
    answer = tess.post(f"{BANK}/{number}/sharing")
    assert answer.status_code == 422
    assert "“Sample” may be a learner’s name" in answer.text
    assert count(PhraseSharing) == 0
    assert tess.post(f"{BANK}/{number}/sharing", data={"is_sure": "y"}).status_code == 303
    assert count(PhraseSharing) == 1


def test_a_whole_name_is_never_shared(tess: FlaskClient):
    number = keep(tess, "You wait.")
    tess.post(f"{BANK}/{number}/sharing")
    answer = tess.post(f"{BANK}/{number}", data={"text": "You wait like lena  sample.", "is_sure": "y"})
    assert answer.status_code == 422
    assert "This holds the name of Lena Sample" in answer.text
    assert texts(tess) == ["You wait."]


def keep_own(browser: FlaskClient, text: str) -> int:
    """Keep a phrase of which its trainer says that it holds no name."""
    assert browser.post(BANK, data={"text": text, "is_sure": "y"}).status_code == 303
    db.remove()
    return db.scalars(select(Phrase.id).order_by(Phrase.id.desc())).first() or 0


def test_a_name_of_whoever_is_before_ones_eyes_is_noticed_at_keeping(tess: FlaskClient):
    by_script = {"X-Requested-With": "fragment"}
    sent = {"text": "lena waits", "learner": "Lena Sample"}
    answer = tess.post(BANK, data=sent, headers=by_script)
    assert (answer.status_code, answer.json["may_be_sure"]) == (422, True)
    assert tess.post(BANK, data=sent | {"is_sure": "y"}, headers=by_script).json == {
        "message": "Kept among your phrases."
    }
    whole = tess.post(BANK, data={"text": "Paul Sample waits", "is_sure": "y"}, headers=by_script)
    assert (whole.status_code, whole.json["may_be_sure"]) == (422, False)


def test_a_removed_phrase_comes_back_by_undo_and_is_gone_for_good_later(cast: Cast, tess: FlaskClient):
    first, second = keep(tess, "First."), keep(tess, "Second.")
    tess.post(f"{BANK}/{first}/use")
    page = tess.post(f"{BANK}/{first}/removal", follow_redirects=True).text
    assert f'action="{BANK}/{first}/removal/undo"' in page
    assert texts(tess) == ["Second."]
    for deed in ("", "/use", "/copy"):
        assert tess.post(f"{BANK}/{first}{deed}", data={"text": "Again."}).status_code == 404
    tess.post(f"{BANK}/{first}/removal/undo")
    assert texts(tess) == ["First.", "Second."]
    tess.post(f"{BANK}/{first}/removal")
    actions.remove(db.get_one(Phrase, second), clock.now() + rules.UNDONE_WITHIN + timedelta(minutes=1))
    db.commit()
    assert (count(Phrase), count(PhraseUse)) == (1, 0)


def test_a_bank_has_an_end(cast: Cast, tess: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "PHRASES_MOST", 2)
    keep(tess, "First."), keep(tess, "Second.")
    answer = tess.post(BANK, data={"text": "Third."})
    assert (answer.status_code, "as many as there can be" in answer.text) == (422, True)


def test_the_list_is_sent_again_only_when_it_has_changed(tess: FlaskClient):
    keep(tess, "You wait.")
    first = tess.get(f"{BANK}.json")
    again = tess.get(f"{BANK}.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    keep(tess, "Two breaths.")
    assert tess.get(f"{BANK}.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_desk_asks_for_no_phrase_before_one_is_wanted(
    thread: FeedbackThread, tess: FlaskClient, statements: list[str]
):
    keep(tess, "You wait.")
    statements.clear()
    page = tess.get(f"/threads/{thread.id}")
    assert 'data-name="Lena"' in page.text
    assert not [one for one in statements if "phrase" in one]
    assert "You wait." not in page.text
