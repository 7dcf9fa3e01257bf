"""Private notes: kept once, by time, for nobody else, and nowhere while the recording is closed."""

from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.table import TABLE, May, allows
from lms.access.viewer import Facts, Viewer
from lms.core import clock
from lms.core.db import db
from lms.moments.notes import actions, rules
from lms.moments.notes.models import MomentNote
from tests.kit.cast import Cast
from tests.moments.conftest import Sign, SignIn

KEYS = count()


def write(browser: FlaskClient, at: str, second: int, text: str, key: str | None = None) -> int:
    sent = {"at_ms": second * 1000, "text": text, "key": key or f"key-{next(KEYS)}"}
    return browser.post(f"{at}/notes", data=sent).status_code


def kept() -> list[MomentNote]:
    db.remove()
    found = list(db.scalars(select(MomentNote).where(MomentNote.removed_at.is_(None)).order_by(MomentNote.id)))
    db.expunge_all()
    return found


def test_notes_stand_by_time_and_each_plays_from_its_moment(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    assert write(lena, at, 83, "Silence < question") == 303
    assert write(lena, at, 5, "How he arrives") == 303
    page = lena.get(f"{at}/notes").text
    assert page.index("How he arrives") < page.index("Silence &lt; question")
    assert 'data-seek-ms="83000"' in page
    assert f'href="{at}?t=83"' in page


def test_nobody_else_reads_a_note_whatever_they_are(cast: Cast, sign_in: SignIn, at: str):
    write(sign_in(cast.lena), at, 83, "What reminds me of my mother")
    [note] = kept()
    for person in (cast.paul, cast.omar, cast.tess, cast.theo, cast.cora):
        browser = sign_in(person)
        for address in (at, f"{at}/notes", f"{at}/notes.txt", "/account/notes.txt", "/search?q=mother"):
            assert "reminds" not in browser.get(address).text
        for deed in ("", "/removal", "/removal/undo"):
            sent = {"text": "Mine", "seen": 0}
            assert browser.post(f"/notes/{note.id}{deed}", data=sent).status_code == 404
    assert [note.text for note in kept()] == ["What reminds me of my mother"]


def test_the_table_gives_a_note_to_its_owner_alone():
    facts = Facts(cohort_id=1, owner_id=7, is_open=True, is_signed=True, is_released=True)
    here = frozenset({1})
    strangers = [
        Viewer(8, learner_in=here),
        Viewer(8, trainer_in=here),
        Viewer(8, is_coordinator=True),
        Viewer(8, is_operator=True),
        Viewer(),
    ]
    assert not any(allows(May.NOTE_KEEP, viewer, facts) for viewer in strangers)
    assert allows(May.NOTE_KEEP, Viewer(7, learner_in=here), facts)
    assert all("owner" in {judge.__name__ for judge in clause} for clause in TABLE[May.NOTE_KEEP])


def test_a_note_that_is_sent_twice_is_kept_once_with_its_newest_words(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    write(lena, at, 83, "Silence", key="same")
    write(lena, at, 83, "Silence, again", key="same")
    assert [note.text for note in kept()] == ["Silence, again"]


def test_what_cannot_be_taken_stays_in_its_field(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    long = "word " * 900
    answer = lena.post(f"{at}/notes", data={"at_ms": 83_000, "text": long, "key": "k"})
    assert answer.status_code == 422
    assert long.strip() in answer.text
    assert "at most 4,000 characters" in answer.text
    assert 'value="83000"' in answer.text
    assert write(lena, at, 10**9, "never") == 422
    assert kept() == []


def test_words_that_another_window_changed_are_not_overwritten(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    write(lena, at, 83, "Silence")
    [note] = kept()
    assert lena.post(f"/notes/{note.id}", data={"text": "Long silence", "seen": 0}).status_code == 303
    answer = lena.post(f"/notes/{note.id}", data={"text": "Short silence", "seen": 0})
    assert answer.status_code == 422
    assert "Long silence" in answer.text
    assert "Short silence" in answer.text
    assert 'name="seen" value="1"' in answer.text
    assert [note.text for note in kept()] == ["Long silence"]


def test_a_removed_note_comes_back_by_undo_and_is_gone_for_good_later(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    write(lena, at, 83, "Silence")
    write(lena, at, 90, "Breath")
    silence, breath = kept()
    page = lena.post(f"/notes/{silence.id}/removal", follow_redirects=True).text
    assert "Silence" not in page
    assert f'action="/notes/{silence.id}/removal/undo' in page
    lena.post(f"/notes/{silence.id}/removal/undo")
    assert len(kept()) == 2
    lena.post(f"/notes/{silence.id}/removal")
    actions.remove(db.get_one(MomentNote, breath.id), clock.now() + rules.UNDONE_WITHIN + timedelta(minutes=1))
    db.commit()
    assert db.scalar(select(func.count()).select_from(MomentNote)) == 1


def test_notes_are_taken_along_as_text(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    write(lena, at, 83, "Silence\nand breath")
    one, all_of_them = lena.get(f"{at}/notes.txt"), lena.get("/account/notes.txt")
    assert one.text == f"V1.1 A talk\n{'-' * 40}\n    1:23  Silence\n          and breath\n"
    assert one.text == all_of_them.text
    assert "attachment" in one.headers["Content-Disposition"]
    assert sign_in(cast.paul).get("/account/notes.txt").text == "No notes yet.\n"


def test_search_finds_them_for_their_owner(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    write(lena, at, 83, "The Café, and his tómate silence")
    page = lena.get("/search?q=tomate+cafe").text
    assert "Your notes" in page
    assert f'href="{at}?t=83"' in page
    assert "<mark>tómate</mark>" in page
    assert "Your notes" not in lena.get("/search?q=elsewhere").text


def test_while_a_recording_is_closed_nothing_of_its_notes_is_shown(
    cast: Cast, sign_in: SignIn, sign: Sign, closed: str
):
    lena = sign_in(cast.lena)
    assert lena.get(f"{closed}/notes").status_code == 404
    assert write(lena, closed, 83, "Too early") == 404
    sign(cast.lena)
    assert write(lena, closed, 83, "His hands") == 303
    assert "His <mark>hands</mark>" in lena.get("/search?q=hands").text
    clock_at = clock.now
    with pytest.MonkeyPatch.context() as later:
        later.setattr(clock, "now", lambda: clock_at() + timedelta(days=6))
        for address in (closed, "/account/notes.txt", "/search?q=hands"):
            assert "His" not in lena.get(address).text
        assert lena.get(f"{closed}/notes").status_code == 404
        assert lena.post(f"/notes/{kept()[0].id}", data={"text": "x", "seen": 0}).status_code == 404
        assert "<moment-desk" not in lena.get(closed).text


def test_there_is_an_end_to_how_many_there_can_be(
    cast: Cast, sign_in: SignIn, at: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rules, "NOTES_MOST", 1)
    lena = sign_in(cast.lena)
    write(lena, at, 83, "Silence")
    assert write(lena, at, 84, "More") == 422
    assert len(kept()) == 1
