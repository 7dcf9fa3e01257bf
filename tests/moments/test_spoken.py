"""Prompts that are answered by voice: one more way to hand in, with the same doors, receipt and thread."""

import hashlib
import io
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.moments.prompts import actions
from lms.moments.prompts.models import Prompt
from lms.moments.prompts.rules import AnsweredBy
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice import rules as limits
from lms.practice.models import Recording, Take
from lms.practice.rules import ATTESTATION
from lms.program.models import Demonstration
from lms.videos import actions as videos
from lms.videos import incoming
from lms.videos.models import Video
from lms.videos.rules import VideoState
from tests.kit.cast import Cast
from tests.moments.conftest import SignIn
from tests.moments.test_prompts import EXPERT, prompts, versions

SPOKEN = b"what was said"
Sent = Callable[..., str]
Set = Callable[..., Prompt]


@pytest.fixture
def sent(cast: Cast, home: Path) -> Sent:
    """The key of a recording that has arrived, lena's if nobody else's."""

    def send(content: bytes = SPOKEN, who: Person | None = None) -> str:
        upload = videos.begin_upload(who or cast.lena, "answer.webm", len(content), home, clock.now())
        (home / "uploads" / upload.key / "source").write_bytes(content)
        videos.note_received(upload, len(content), clock.now())
        key = upload.key
        db.commit()
        return key

    return send


@pytest.fixture
def asked(cast: Cast, demonstration: Demonstration, at: str) -> Set:
    """A prompt at second 83."""

    def ask(by: AnsweredBy = AnsweredBy.EITHER) -> Prompt:
        found = db.get_one(Demonstration, demonstration.id)
        what = ("What would you say?", EXPERT, f"key-{by}")
        actions.set_prompt(found, cast.here.id, cast.tess, 83_000, *what, clock.now(), by)
        db.commit()
        return prompts()[-1]

    return ask


def answer(browser: FlaskClient, prompt: Prompt, key: str, text: str = "", attested: str = "y") -> int:
    sent = {"text": text, "file_id": key} | ({"attested": attested} if attested else {})
    return browser.post(f"/prompts/{prompt.id}/answer", data=sent).status_code


def recordings() -> list[Recording]:
    db.remove()
    return list(practice.recordings_in(*(one.id for one in versions())))


def counted(table: type[Video] | type[Take]) -> int:
    db.remove()
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_a_recording_is_handed_in_with_its_word_has_a_receipt_and_shows_the_experts_version(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent
):
    prompt, lena, tess = asked(), sign_in(cast.lena), sign_in(cast.tess)
    assert EXPERT not in lena.get(f"{at}/prompts").text
    assert answer(lena, prompt, sent()) == 303
    page = lena.get(f"{at}/prompts").text
    assert EXPERT in page
    assert "Your recording" in page
    [version] = versions()
    [recording] = recordings()
    assert recording.sha256 == hashlib.sha256(SPOKEN).hexdigest()
    kept = practice.version(version.submission_id, 1)
    assert kept and kept.reflection
    assert (kept.reflection.question, kept.reflection.attested) == ("", ATTESTATION)
    receipt = lena.get(f"/submissions/{version.submission_id}/receipts/1").text
    assert recording.sha256 in receipt and ATTESTATION in receipt.replace("&#39;", "'")
    assert "Prompt at 1:23 in “A talk”" in tess.get("/review/").text
    thread = tess.get(f"/submissions/{version.submission_id}/thread").location
    assert "it is being prepared" in tess.get(thread).text
    db.get_one(Video, recording.video_id).state = VideoState.READY
    db.get_one(Video, recording.video_id).stream_key = "streams/answer"
    db.commit()
    assert f"/recordings/{recording.id}/playing" in tess.get(thread).text


def test_words_and_a_recording_go_together_and_neither_is_refused(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent
):
    prompt, lena = asked(AnsweredBy.VOICE), sign_in(cast.lena)
    assert answer(lena, prompt, "", " ") == 422
    assert answer(lena, prompt, "", "In writing, for want of a microphone.") == 303
    assert answer(lena, prompt, sent(), "Listen.") == 303
    assert [(one.number, one.text) for one in versions()] == [
        (1, "In writing, for want of a microphone."),
        (2, "Listen."),
    ]
    assert [one.version_id for one in recordings()] == [versions()[1].id]


def test_without_the_word_that_goes_with_it_nothing_is_kept_and_nothing_lost(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent
):
    prompt, lena, key, before = asked(), sign_in(cast.lena), sent(), counted(Video)
    refused = lena.post(f"/prompts/{prompt.id}/answer", data={"text": "Listen.", "file_id": key})
    assert refused.status_code == 422
    assert "confirm that this is so" in refused.text and "Listen." in refused.text
    assert f'href="#prompt-{prompt.id}-attested"' in refused.text
    assert (counted(Video), counted(Take), versions()) == (before, 0, [])
    assert answer(lena, prompt, key, "Listen.") == 303
    assert len(recordings()) == 1


def test_sent_twice_it_is_one_answer(cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent):
    prompt, lena, key, before = asked(), sign_in(cast.lena), sent(), counted(Video)
    for _ in range(2):
        assert answer(lena, prompt, key) == 303
    assert (len(versions()), len(recordings()), counted(Take), counted(Video)) == (1, 1, 1, before + 1)


def test_sent_twice_in_one_moment_it_is_one_answer(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, monkeypatch: pytest.MonkeyPatch
):
    prompt, lena = asked(), sign_in(cast.lena)
    source = videos.keep_stream(io.BytesIO(SPOKEN), "answer.webm")
    monkeypatch.setattr(incoming, "keep", lambda *_: source)  # both find it before either has made a video of it
    for _ in range(2):
        assert answer(lena, prompt, source.key) == 303
    assert (len(versions()), len(recordings()), counted(Take)) == (1, 1, 1)


def test_each_answer_keeps_its_own_recording_however_often_it_is_given_anew(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "TAKES_MOST", 1)
    prompt, lena = asked(), sign_in(cast.lena)
    for number in range(3):
        assert answer(lena, prompt, sent(SPOKEN + bytes([number]))) == 303
    assert answer(lena, prompt, "", "In words.") == 303
    first, second, third, words = versions()
    assert [one.version_id for one in recordings()] == [first.id, second.id, third.id]
    assert words.text == "In words."
    assert all(db.get_one(Video, one.video_id).erased_at is None for one in recordings())
    page = lena.get(f"{at}/prompts").text
    assert "In words." in page and "Your recording" not in page


def test_nobody_answers_with_a_recording_of_somebody_elses_or_plays_one(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent
):
    prompt, lena, paul = asked(), sign_in(cast.lena), sign_in(cast.paul)
    key = sent()
    assert answer(paul, prompt, key) == 422
    for person in (cast.omar, cast.theo, cast.cora, cast.tess):
        assert answer(sign_in(person), prompt, sent(who=person)) == 404
    assert versions() == []
    assert answer(lena, prompt, key) == 303
    assert answer(paul, prompt, key) == 422, "it is a video by now, and lena's"
    assert len(versions()) == 1
    [recording] = recordings()
    [take] = db.scalars(select(Take))
    db.get_one(Video, recording.video_id).state = VideoState.READY
    db.get_one(Video, recording.video_id).stream_key = "streams/answer"
    db.commit()
    submission_id = versions()[0].submission_id
    for person in (cast.paul, cast.omar, cast.theo, cast.cora):
        browser = sign_in(person)
        assert browser.post(f"/recordings/{recording.id}/playing").status_code == 404
        assert browser.get(f"/submissions/{submission_id}/thread").status_code == 404
        assert browser.get(f"/submissions/{submission_id}/receipts/1").status_code == 404
    for person in (cast.lena, cast.tess):
        assert sign_in(person).post(f"/recordings/{recording.id}/playing").status_code == 200
    assert sign_in(cast.tess).get(f"/takes/{take.id}").status_code == 404


def test_a_prompt_that_asks_for_words_takes_no_recording(cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent):
    prompt, lena = asked(AnsweredBy.TEXT), sign_in(cast.lena)
    assert "<take-recorder" not in lena.get(f"{at}/prompts").text
    assert answer(lena, prompt, sent(), "Words.") == 303
    assert [one.text for one in versions()] == ["Words."]
    assert recordings() == []


def test_a_recording_comes_too_late_for_what_was_taken_out_and_one_that_is_gone_is_said(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent
):
    prompt, lena = asked(), sign_in(cast.lena)
    gone = lena.post(f"/prompts/{prompt.id}/answer", data={"text": "", "file_id": "made-up", "attested": "y"})
    assert gone.status_code == 422
    assert "This upload isn" in gone.text
    sign_in(cast.tess).post(f"/prompts/{prompt.id}/removal")
    assert answer(lena, prompt, sent()) == 422
    assert (versions(), counted(Take)) == ([], 0)


def test_trainers_say_how_a_prompt_is_answered_and_may_change_that(cast: Cast, sign_in: SignIn, at: str):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    what = {"at_ms": 83_000, "question": "And you?", "expert": EXPERT, "key": "key"}
    assert tess.post(f"{at}/prompts", data=what | {"answered_by": "smoke signals"}).status_code == 422
    assert tess.post(f"{at}/prompts", data=what | {"answered_by": "voice"}).status_code == 303
    [prompt] = prompts()
    assert prompt.answered_by is AnsweredBy.VOICE
    assert "Write instead, or as well" in lena.get(f"{at}/prompts").text
    to = {"question": "And you?", "expert": EXPERT, "seen": 0, "answered_by": "text"}
    assert tess.post(f"/prompts/{prompt.id}", data=to).status_code == 303
    assert prompts()[0].answered_by is AnsweredBy.TEXT
    assert "<take-recorder" not in lena.get(f"{at}/prompts").text


def asked_in(page: str) -> str:
    """Which wording of a prompt stands in a panel."""
    found = re.search(r'name="asked" value="(\w+)"', page)
    assert found
    return found[1]


def meanwhile(browser: FlaskClient, address: str, said: dict[str, object]) -> int:
    """What another thread of the server answers, while this one is still at its own request."""
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(browser.post(address, data=said).status_code))
    thread.start()
    thread.join()
    return answers[0]


def test_what_was_changed_while_a_recording_was_read_in_is_asked_again_and_nothing_is_lost(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent, monkeypatch: pytest.MonkeyPatch
):
    prompt, lena, tess, key = asked(), sign_in(cast.lena), sign_in(cast.tess), sent()
    keep = incoming.keep
    to = {"question": "And now?", "expert": EXPERT, "seen": 0, "answered_by": "either"}

    def overtaken(*given):
        source = keep(*given)
        monkeypatch.setattr(incoming, "keep", keep)
        assert meanwhile(tess, f"/prompts/{prompt.id}", to) == 303
        return source

    monkeypatch.setattr(incoming, "keep", overtaken)
    said = {"text": "Listen.", "file_id": key, "attested": "y", "asked": asked_in(lena.get(f"{at}/prompts").text)}
    refused = lena.post(f"/prompts/{prompt.id}/answer", data=said)
    assert refused.status_code == 422
    assert "was changed while you answered" in refused.text
    assert "And now?" in refused.text and "Listen." in refused.text
    assert (versions(), counted(Take)) == ([], 0)
    again = lena.post(f"/prompts/{prompt.id}/answer", data=said | {"asked": asked_in(refused.text)})
    assert again.status_code == 303
    assert ([one.text for one in versions()], len(recordings())) == (["Listen."], 1)


def test_what_was_taken_out_while_a_recording_was_read_in_says_so(
    cast: Cast, sign_in: SignIn, at: str, asked: Set, sent: Sent, monkeypatch: pytest.MonkeyPatch
):
    prompt, lena, tess, key = asked(), sign_in(cast.lena), sign_in(cast.tess), sent()
    keep = incoming.keep

    def overtaken(*given):
        source = keep(*given)
        assert meanwhile(tess, f"/prompts/{prompt.id}/removal", {}) == 303
        return source

    monkeypatch.setattr(incoming, "keep", overtaken)
    refused = lena.post(f"/prompts/{prompt.id}/answer", data={"text": "Listen.", "file_id": key, "attested": "y"})
    assert refused.status_code == 422
    assert "Listen." in refused.text and "Not sent yet" in refused.text
    assert (versions(), counted(Take)) == ([], 0)


def test_an_answer_in_words_refers_to_what_was_asked_and_other_words_of_the_expert_change_nothing(
    cast: Cast, sign_in: SignIn, at: str, asked: Set
):
    prompt, lena, tess = asked(), sign_in(cast.lena), sign_in(cast.tess)
    wording = asked_in(lena.get(f"{at}/prompts").text)
    to = {"question": "What would you say?", "expert": "Better.", "seen": 0, "answered_by": "either"}
    assert tess.post(f"/prompts/{prompt.id}", data=to).status_code == 303
    assert asked_in(lena.get(f"{at}/prompts").text) == wording
    assert tess.post(f"/prompts/{prompt.id}", data=to | {"question": "And now?", "seen": 1}).status_code == 303
    refused = lena.post(f"/prompts/{prompt.id}/answer", data={"text": "I would wait.", "asked": wording})
    assert (refused.status_code, versions()) == (422, [])
    assert "I would wait." in refused.text
    said = {"text": "I would wait.", "asked": asked_in(refused.text)}
    assert lena.post(f"/prompts/{prompt.id}/answer", data=said).status_code == 303
