"""A recording that was handed in becomes a teaching clip: everybody in it is asked anew before anybody new plays it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.consents import actions as consents
from lms.consents import queries
from lms.consents.models import RecordingConsent
from lms.consents.rules import Use
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.outbox import Letter
from lms.demonstrations.models import Showing
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.models import Recording, SubmissionVersion, Take
from lms.videos.models import Video
from tests.kit.cast import Cast
from tests.practice.conftest import here, recorded, taken
from tests.practice.test_takes import handed_in, marked

__all__ = ["here", "recorded", "taken"]

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def recording(recorded, taken, cast: Cast) -> Recording:
    """What lena handed in."""
    version = practice.version(handed_in(recorded, cast, marked(taken())).submission_id, 1)
    assert version
    [found] = practice.recordings_of(version)
    return found


@pytest.fixture
def clip(recording: Recording) -> str:
    """Where it becomes a teaching clip."""
    return f"/recordings/{recording.id}/clip"


def say(browser: FlaskClient, answer: str) -> None:
    db.remove()
    [asked] = db.scalars(select(RecordingConsent).where(RecordingConsent.use == "teaching"))
    say_of(browser, asked.id, answer)


def say_of(browser: FlaskClient, consent_id: int, answer: str) -> None:
    assert browser.post(f"/recording-consents/{consent_id}/answer", data={"answer": answer}).status_code == 303


def place(browser: FlaskClient, clip: str, demonstration_id: int, is_everybody: str = "y") -> int:
    chosen = {"demonstration": demonstration_id, "is_everybody": is_everybody}
    return browser.post(f"{clip}/showing", data=chosen).status_code


def plays(browser: FlaskClient, demonstration_id: int) -> bool:
    return "data-src=" in browser.get(f"/demonstrations/{demonstration_id}").text


def test_it_plays_to_somebody_new_only_once_who_made_it_has_agreed_and_until_they_withdraw(
    cast: Cast, sign_in: SignIn, clip: str, recording: Recording, demonstration
):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    assert "Propose it" in tess.get(clip).text
    for _ in range(2):
        assert tess.post(clip).status_code == 303
    assert place(tess, clip, demonstration.id) == 422
    assert not plays(paul, demonstration.id)
    say(lena, "agree")
    assert place(tess, clip, demonstration.id) == 303
    assert plays(paul, demonstration.id)
    say(lena, "withdraw")
    assert not plays(paul, demonstration.id)
    assert "to nobody" in tess.get(clip).text
    assert tess.post(f"/recordings/{recording.id}/playing").status_code == 200
    say(lena, "agree")
    assert plays(paul, demonstration.id)
    db.remove()
    deeds = [entry.deed for entry in db.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [deed for deed in deeds if deed in ("clip_proposed", "consent_asked", "video_shown")] == [
        "clip_proposed",
        "consent_asked",
        "video_shown",
    ]


def test_who_withdraws_from_its_being_played_hides_it_where_it_had_been_handed_in_as_well(
    cast: Cast, sign_in: SignIn, clip: str, recording: Recording, demonstration
):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    tess.post(clip)
    say(lena, "agree")
    place(tess, clip, demonstration.id)
    db.remove()
    video = db.get_one(Video, recording.video_id)
    [asked] = consents.ask(video, "Jo Partner", "jo@clinic.example", [Use.PLAYING], cast.tess, clock.now())
    consents.agree(asked, clock.now())
    db.commit()
    [take_id] = db.scalars(select(Take.id))
    handed_in, take = f"/recordings/{recording.id}", f"/takes/{take_id}"
    with clock.at(clock.now() + timedelta(seconds=1)):
        addresses = [browser.post(f"{handed_in}/playing").json["src"] for browser in (lena, tess)]
    assert plays(paul, demonstration.id)

    db.remove()
    with clock.at(clock.now() + timedelta(seconds=2)):
        found = queries.consent(asked.id)
        assert found
        consents.withdraw(found, clock.now())
        db.commit()
    assert not plays(paul, demonstration.id)
    for browser in (lena, tess):
        for what in ("playing", "poster", "waveform"):
            way = browser.post if what == "playing" else browser.get
            assert way(f"{handed_in}/{what}").status_code == 404
            assert way(f"{take}/{what}").status_code == 404
    thread = tess.get(f"/submissions/{db.get_one(SubmissionVersion, recording.version_id).submission_id}/thread")
    assert "hasn’t agreed, or no longer does" in tess.get(thread.location).text
    assert "hasn’t agreed, or no longer does" in lena.get(take).text
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert [browser.get(at).status_code for browser, at in zip((lena, tess), addresses, strict=True)] == [404, 404]
    assert lena.post(f"{take}/removal").status_code == 303, "what is theirs they can still take away"


def test_somebody_else_in_it_is_asked_too_and_hides_it_until_they_agree(
    cast: Cast, sign_in: SignIn, clip: str, demonstration
):
    lena, paul, tess = (sign_in(person) for person in (cast.lena, cast.paul, cast.tess))
    tess.post(clip)
    say(lena, "agree")
    place(tess, clip, demonstration.id)
    asked = {"name": "Jo Partner", "email": "jo@clinic.example"}
    assert tess.post(f"{clip}/people", data=asked).status_code == 303
    assert tess.post(f"{clip}/people", data=asked).status_code == 422
    assert not plays(paul, demonstration.id)
    db.remove()
    letters = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
    [link] = [letter["context"]["link"] for letter in letters if "/consents/" in letter["context"].get("link", "")]
    assert sign_in(cast.omar).post(link, data={"answer": "agree"}).status_code == 303
    assert plays(paul, demonstration.id)


def test_the_question_leads_who_made_it_to_it_and_nobody_takes_theirs_back(
    cast: Cast, sign_in: SignIn, clip: str, recording: Recording, demonstration
):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    tess.post(clip)
    db.remove()
    [asked] = db.scalars(select(RecordingConsent))
    assert asked.title.startswith("Recording 1 of “")
    seen = lena.get(f"/recording-consents/{asked.id}/recording", follow_redirects=True)
    assert f"/recordings/{recording.id}/playing" in seen.text
    refused = tess.post(f"/recording-consents/{asked.id}/taking-back")
    assert refused.status_code == 400
    assert "is theirs" in refused.text
    tess.post(f"{clip}/people", data={"name": "Jo Partner", "email": "jo@clinic.example"})
    say_of(lena, asked.id, "agree")
    assert place(tess, clip, demonstration.id) == 422
    [jo] = db.scalars(select(RecordingConsent).where(RecordingConsent.id != asked.id))
    assert "Take back" in tess.get(clip).text
    assert tess.post(f"/recording-consents/{jo.id}/taking-back", data={"back": clip}).location == clip
    assert place(tess, clip, demonstration.id) == 303


def test_it_isnt_placed_before_somebody_says_that_everybody_was_asked(
    cast: Cast, sign_in: SignIn, clip: str, demonstration
):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    assert place(tess, clip, demonstration.id) == 404
    tess.post(clip)
    say(lena, "agree")
    assert place(tess, clip, demonstration.id, is_everybody="") == 422
    assert place(tess, clip, 10_000) == 422
    assert db.scalars(select(Showing)).all() == []


def test_nobody_but_the_trainers_of_the_cohort_proposes_what_was_handed_in(cast: Cast, sign_in: SignIn, clip: str):
    for person in (cast.lena, cast.paul, cast.theo, cast.cora, cast.otto):
        assert sign_in(person).get(clip).status_code == 404
        assert sign_in(person).post(clip).status_code == 404
    assert db.scalars(select(RecordingConsent)).all() == []


def test_whoever_manages_the_demonstration_deletes_nobodys_work(
    cast: Cast, sign_in: SignIn, clip: str, recording: Recording
):
    sign_in(cast.tess).post(clip)
    db.remove()
    video = db.get_one(Video, recording.video_id)
    with pytest.raises(Refused, match="handed in"):
        consents.end_on(video, clock.now().date() + timedelta(days=9), cast.tess, clock.now())


def test_the_trainer_comes_to_it_from_the_thread_and_sees_when_it_was_withdrawn(
    cast: Cast, sign_in: SignIn, clip: str, recording: Recording, demonstration
):
    tess, version = sign_in(cast.tess), db.get_one(SubmissionVersion, recording.version_id)
    thread = tess.get(f"/submissions/{version.submission_id}/thread", follow_redirects=True)
    assert clip in thread.text
    tess.post(clip)
    say(sign_in(cast.lena), "agree")
    place(tess, clip, demonstration.id)
    tess.post(f"/demonstrations/{demonstration.id}/video/withdrawal")
    assert "It was withdrawn" in tess.get(clip).text
    assert place(tess, clip, demonstration.id) == 422
