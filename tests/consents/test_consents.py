"""Recordings of people: nobody plays one until all have agreed, withdrawing hides it, and time deletes it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.consents import actions, jobs, queries, rules
from lms.consents.models import ErasureReceipt, RecordingConsent
from lms.consents.rules import Answer, Use
from lms.core import clock, storage
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.log import redacted
from lms.core.outbox import Letter
from lms.notices import queries as notice_queries
from lms.people.models import Person
from lms.videos import actions as videos
from lms.videos.models import PlaybackRevocation, Video
from lms.videos.rules import VideoState
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def video(cast: Cast) -> Video:
    """One that plays, of which the store holds a source and three files."""
    made = videos.take(videos.keep_stream(BytesIO(b"film"), "Jane Doe.mp4"), cast.tess, clock.now())
    made.state, made.stream_key = VideoState.READY, f"streams/{made.key}"
    for name in ("master.m3u8", "poster.webp", "captions/en.vtt"):
        storage.store().put(f"{made.stream_key}/{name}", BytesIO(b"x"))
    db.commit()
    return made


def state(video: Video) -> tuple[bool, bool]:
    """Whether it is known who is in it, and whether all agree."""
    row = db.execute(select(queries.is_named(Video.id), queries.are_agreed(Video.id)).where(Video.id == video.id)).one()
    return bool(row[0]), bool(row[1])


def ask(video: Video, cast: Cast, who: Person, *uses: Use) -> list[RecordingConsent]:
    asked = actions.ask(video, who.name, who.email, uses or [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    return asked


def test_all_have_to_agree_and_one_who_withdraws_hides_it_for_everybody(video: Video, cast: Cast):
    assert state(video) == (False, True)
    [lena], [paul] = ask(video, cast, cast.lena), ask(video, cast, cast.paul)
    assert state(video) == (True, False)
    actions.agree(lena, clock.now())
    assert state(video) == (True, False)
    actions.agree(paul, clock.now())
    assert state(video) == (True, True)
    before = db.query(PlaybackRevocation).count()
    actions.withdraw(queries.consent(lena.id), clock.now())
    assert state(video) == (True, False)
    assert db.query(PlaybackRevocation).count() == before + 1
    actions.agree(lena, clock.now())
    assert state(video) == (True, True)
    db.commit()
    deeds = [entry.deed for entry in audit.entries(person_id=cast.lena.id).rows]
    assert deeds[:4] == ["consent_given", "consent_withdrawn", "consent_given", "consent_asked"]


def test_use_as_a_teaching_clip_is_a_question_of_its_own(video: Video, cast: Cast):
    playing, teaching = ask(video, cast, cast.lena, Use.PLAYING, Use.TEACHING)
    actions.agree(playing, clock.now())
    assert (state(video), queries.may_teach(video.id)) == ((True, True), False)
    actions.agree(teaching, clock.now())
    assert queries.may_teach(video.id)
    actions.withdraw(queries.consent(teaching.id), clock.now())
    assert (state(video), queries.may_teach(video.id)) == ((True, True), False)


def test_nobody_is_asked_twice_about_a_video(video: Video, cast: Cast):
    ask(video, cast, cast.lena)
    with pytest.raises(Refused, match="asked about this video already"):
        ask(video, cast, cast.lena)


def test_that_nobody_is_in_it_holds_until_somebody_is_named(video: Video, cast: Cast):
    actions.say_nobody(video, cast.tess, clock.now())
    actions.say_nobody(video, cast.tess, clock.now())
    assert state(video) == (True, True)
    ask(video, cast, cast.lena)
    assert state(video) == (True, False)
    with pytest.raises(Refused, match="named already"):
        actions.say_nobody(video, cast.tess, clock.now())


def test_whoever_has_an_account_answers_there_and_nobody_for_them(video: Video, cast: Cast, sign_in: SignIn):
    [asked] = ask(video, cast, cast.lena)
    lena, paul, at = sign_in(cast.lena), sign_in(cast.paul), f"/recording-consents/{asked.id}/answer"
    assert "Not answered" in lena.get("/account/consents").text
    assert paul.post(at, data={"answer": "agree"}).status_code == 404
    assert lena.post(at, data={"answer": "perhaps"}).status_code == 400
    assert lena.post(at, data={"answer": "agree"}).status_code == 303
    assert state(video) == (True, True)
    assert lena.post(at, data={"answer": "withdraw"}).status_code == 303
    assert "You said no" in lena.get("/account/consents").text
    assert state(video) == (True, False)


def test_whoever_has_none_answers_by_the_link_in_a_letter(video: Video, cast: Cast, client: FlaskClient):
    actions.ask(video, "Jane Doe", "Jane@Clinic.example", [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    [letter] = db.scalars(select(Letter).where(Letter.kind == "mail"))
    assert letter.payload["outsider"] == ["Jane Doe", "jane@clinic.example"]
    link = urlsplit(letter.payload["context"]["link"]).path
    assert "Not answered" in client.get(link).text
    assert state(video) == (True, False), "opening the link answers nothing"
    assert client.post(link, data={"answer": "agree"}).status_code == 303
    assert state(video) == (True, True)
    assert client.get(link + "x").status_code == 404
    assert "Jane" not in str([entry.facts for entry in audit.entries().rows])


def deeds() -> list[str]:
    return [entry.deed for entry in audit.entries().rows if entry.deed != Deed.PLAYBACK_REVOKED]


def test_who_named_somebody_by_mistake_takes_it_back_and_can_name_them_again(
    video: Video, cast: Cast, sign_in: SignIn, client: FlaskClient
):
    [asked] = ask(video, cast, cast.lena)
    at, back = f"/recording-consents/{asked.id}/taking-back", {"back": "/cohorts/"}
    assert [sign_in(who).post(at, data=back).status_code for who in (cast.lena, cast.theo, cast.otto)] == [404] * 3
    assert "Take back" not in sign_in(cast.lena).get("/account/consents").text
    answer = sign_in(cast.tess).post(at, data=back)
    assert (answer.status_code, answer.location) == (303, "/cohorts/")
    db.remove()
    assert state(video) == (False, True)
    assert deeds()[:2] == ["naming_taken_back", "consent_asked"]
    assert notice_queries.notices_of(cast.lena.id, None).rows[0].read_at
    ask(video, cast, cast.lena)
    assert [notice.read_at is None for notice in notice_queries.notices_of(cast.lena.id, None).rows] == [True, False]
    assert "Not answered" in sign_in(cast.lena).get("/account/consents").text
    actions.ask(video, "Jane Doe", "jane@clinic.example", [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    jane = queries.recorded(video.id).consents[-1]
    [letter] = [one.payload for one in db.scalars(select(Letter)) if one.payload.get("outsider")]
    assert sign_in(cast.cora).post(f"/recording-consents/{jane.id}/taking-back").status_code == 303
    page = client.get(urlsplit(letter["context"]["link"]).path)
    assert page.status_code == 404
    assert "may have taken that back" in page.text


@pytest.mark.parametrize("said", ["agree", "withdraw"])
def test_what_somebody_has_answered_is_not_taken_back(video: Video, cast: Cast, sign_in: SignIn, said: str):
    [asked] = ask(video, cast, cast.lena)
    sign_in(cast.lena).post(f"/recording-consents/{asked.id}/answer", data={"answer": said})
    refused = sign_in(cast.tess).post(f"/recording-consents/{asked.id}/taking-back")
    assert refused.status_code == 400
    assert "what they said holds" in refused.text
    assert state(video) == (True, said == "agree")


def test_agreeing_in_the_very_moment_keeps_it_from_being_taken_back(video: Video, cast: Cast):
    [asked] = ask(video, cast, cast.lena)
    seen = queries.consent(asked.id)
    assert seen
    agreed = update(RecordingConsent).values(given_at=clock.now())
    db.execute(agreed, execution_options={"synchronize_session": False})
    with pytest.raises(Refused, match="have answered"):
        actions.take_back(seen, cast.tess, clock.now())
    assert state(video) == (True, True)


def test_who_isnt_in_it_says_so_and_it_stays_hidden_until_they_are_named_no_more(
    video: Video, cast: Cast, sign_in: SignIn
):
    playing, teaching = ask(video, cast, cast.lena, Use.PLAYING, Use.TEACHING)
    lena, at = sign_in(cast.lena), "/recording-consents/%d/answer"
    assert lena.post(at % playing.id, data={"answer": "deny"}).status_code == 303
    page = lena.get("/account/consents").text
    assert page.count("You said that it isn’t you") == 2
    db.remove()
    assert state(video) == (True, False)
    assert deeds()[:2] == ["consent_denied"] * 2
    told = notice_queries.notices_of(cast.tess.id, None).rows
    assert [one.kind for one in told] == ["consent_denied"]
    assert "Says it isn’t them" in sign_in(cast.tess).get(told[0].path).text
    assert sign_in(cast.paul).get(told[0].path).status_code == 404
    for asked in (playing, teaching):
        assert sign_in(cast.tess).post(f"/recording-consents/{asked.id}/taking-back").status_code == 303
    assert state(video) == (False, True)


def test_whoever_said_that_it_isnt_them_can_answer_anew_and_who_agreed_can_only_withdraw(
    video: Video, cast: Cast, sign_in: SignIn
):
    [asked] = ask(video, cast, cast.lena)
    lena, at = sign_in(cast.lena), f"/recording-consents/{asked.id}/answer"
    for said in ("withdraw", "deny", "agree"):
        assert lena.post(at, data={"answer": said}).status_code == 303
    assert state(video) == (True, True)
    assert "That isn’t me" not in lena.get("/account/consents").text
    lena.post(at, data={"answer": "withdraw"})
    assert lena.post(at, data={"answer": "deny"}).status_code == 400
    assert "You said no" in lena.get("/account/consents").text


def test_the_question_says_which_recording_it_is(video: Video, cast: Cast, sign_in: SignIn):
    video.duration_ms = 125_000
    actions.ask(video, "Lena", cast.lena.email, [Use.PLAYING], cast.cora, clock.now(), "D1.1 A talk")
    db.commit()
    page = sign_in(cast.lena).get("/account/consents").text
    for said in ("D1.1 A talk", cast.cora.name, f"<dd>{cast.tess.name}</dd>", "2 minutes"):
        assert said in page


def test_an_expired_video_is_deleted_everywhere_and_leaves_a_receipt(video: Video, cast: Cast, home: Path, app: Flask):
    source, stream = video.source_key, video.stream_key
    copy = home / "uploads" / video.key / "source"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"film")
    today = clock.now().astimezone(cast.tess.zone).date()
    actions.end_on(video, today, cast.tess, clock.now())
    db.commit()
    jobs.erase_expired(home)
    assert db.query(ErasureReceipt).count() == 0
    with clock.at(rules.end_of(today, cast.tess.zone) + timedelta(seconds=1)):
        jobs.erase_expired(home)
        jobs.erase_expired(home)
    [receipt] = db.scalars(select(ErasureReceipt))
    assert (receipt.objects, receipt.source_sha256, receipt.source_size) == (4, video.source_sha256, 4)
    assert receipt.done_at
    gone = db.get_one(Video, video.id)
    assert (gone.state, gone.file_name, gone.erased_at is not None) == (VideoState.REFUSED, "deleted", True)
    assert not copy.parent.exists()
    for key in (source, f"{stream}/master.m3u8", f"{stream}/captions/en.vtt"):
        with pytest.raises(FileNotFoundError):
            storage.store().size(key)
    [entry] = audit.entries(deed=Deed.VIDEO_ERASED).rows
    assert entry.facts == {"sha256": video.source_sha256, "objects": 4}


def test_deleting_that_was_cut_off_goes_on_with_the_first_receipt(
    video: Video, cast: Cast, home: Path, monkeypatch: pytest.MonkeyPatch
):
    actions.end_on(video, clock.now().date(), cast.tess, clock.now())
    db.commit()
    real, broken = storage.store().delete_under, []

    def cut_off(prefix: str) -> None:
        broken.append(prefix)
        if len(broken) == 2:
            raise OSError("the store is away")
        real(prefix)

    with clock.at(clock.now() + timedelta(days=3)):
        monkeypatch.setattr(storage.store(), "delete_under", cut_off)
        jobs.erase_expired(home)
        [receipt] = db.scalars(select(ErasureReceipt))
        assert (receipt.objects, receipt.done_at) == (4, None)
        db.remove()
        monkeypatch.undo()
        jobs.erase_expired(home)
    [receipt] = db.scalars(select(ErasureReceipt))
    assert receipt.objects == 4
    assert receipt.done_at


def test_an_erased_video_is_not_prepared_again(video: Video, home: Path):
    actions.begin_erasure(video, clock.now())
    videos.retry(video, clock.now())
    assert video.state is VideoState.REFUSED


def test_a_day_that_is_over_is_no_last_day_and_no_day_keeps_the_video(video: Video, cast: Cast):
    with pytest.raises(Refused, match="is over"):
        actions.end_on(video, clock.now().date() - timedelta(days=2), cast.tess, clock.now())
    actions.end_on(video, clock.now().date() + timedelta(days=2), cast.tess, clock.now())
    actions.end_on(video, None, cast.tess, clock.now())
    assert queries.recorded(video.id).expiry is None


def test_secrets_of_consent_links_stay_out_of_logs():
    assert redacted("GET /consents/s3cret-x HTTP/1.1") == "GET /consents/… HTTP/1.1"


@given(st.booleans(), st.booleans(), st.booleans())
def test_nothing_plays_against_somebodys_word(is_named: bool, are_agreed: bool, has_to_be_named: bool):
    if rules.may_play(is_named, are_agreed, has_to_be_named):
        assert are_agreed
        assert is_named or not has_to_be_named


def test_what_was_said_last_counts():
    now = clock.now()
    said = ((None, None), (now, None), (now, now), (None, now), (None, now, now))
    assert [rules.answer(*one) for one in said] == [
        Answer.OPEN, Answer.GIVEN, Answer.WITHDRAWN, Answer.WITHDRAWN, Answer.NOT_ME,
    ]  # fmt: skip
