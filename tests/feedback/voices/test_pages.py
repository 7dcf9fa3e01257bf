"""What is spoken, on the desk and in the conversation, through the pages."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions as threads
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import ReviewRemark
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions as tracks
from lms.videos.tracks.models import TextTrack
from lms.videos.tracks.rules import TrackKind
from tests.feedback.voices.conftest import Send, Speak, prepared, voices
from tests.kit.cast import Cast

BY_SCRIPT = {"X-Requested-With": "fragment"}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def address(thread: FeedbackThread) -> str:
    db.commit()
    return f"/threads/{thread.id}"


def film() -> Video:
    db.remove()
    return db.get_one(Video, voices()[-1].video_id)


def test_a_spoken_remark_is_pinned_without_a_page_and_says_where_it_stands(
    cast: Cast, recorded: SubmissionVersion, address: str, sign_in: SignIn, send: Send
):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    sent = {"text": "", "key": "one", "start": "0:12", "file_id": send(cast.tess)}
    for _ in range(2):
        answer = tess.post(f"{address}/review/remarks", data=sent, headers=BY_SCRIPT)
        assert answer.status_code == 200
    assert "It is safely kept." in answer.json["html"] and "0:12" in answer.json["html"]
    [voice] = voices()
    assert db.scalars(select(ReviewRemark)).one().id == voice.remark_id
    assert "data-done" not in tess.get(f"/voices/{voice.id}").text
    assert f"/voices/{voice.id}" in tess.get(address).text
    assert f"/voices/{voice.id}" not in lena.get(address).text

    prepared(film())
    shown = tess.get(f"/voices/{voice.id}").text
    assert "data-done" in shown and "Play the answer" in shown and "There are no captions yet." in shown


def test_once_released_the_moment_and_what_was_spoken_stand_side_by_side(
    cast: Cast, recorded: SubmissionVersion, begun, address: str, sign_in: SignIn, speak: Speak
):
    review = begun()
    place = Place(start_ms=3000, end_ms=8000)
    reviews.pin(review, recorded, "Listen.", "a", place, False, speak(cast.tess))
    reviews.release(review, cast.tess, clock.now())
    db.commit()
    page = sign_in(cast.lena).get(address).text
    beside = re.search(r'<div class="voice-beside">(.*?)</article>', page, re.S)
    assert beside and "Play the moment 0:03–0:08" in beside[1] and "It is safely kept." in beside[1]
    assert 'data-seek-ms="3000" data-until-ms="8000"' in beside[1]
    prepared(film())
    beside = re.search(r'<div class="voice-beside">(.*?)</article>', sign_in(cast.lena).get(address).text, re.S)
    assert beside and "Play the answer" in beside[1]


def test_a_message_takes_a_recording_along_and_both_sides_play_it(
    cast: Cast, address: str, sign_in: SignIn, send: Send
):
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    sent = {"text": "", "key": "one", "seen": "0", "file_id": send(cast.lena)}
    ends = {lena.post(f"{address}/messages", data=sent).location for _ in range(2)}
    assert len(ends) == 1
    prepared(film())
    [voice] = voices()
    page = lena.get(address).text
    assert "Play the voice message" in page and f'data-kept="{film().key}"' in page
    for who in (lena, tess):
        assert who.post(f"/voices/{voice.id}/playing").json["src"].endswith("/master.m3u8")
        assert who.get(f"/voices/{voice.id}/waveform").location.endswith("/waveform.json")
        assert who.get(f"/voices/{voice.id}/poster").status_code == 302


def test_words_that_came_too_late_wait_with_their_recording(cast: Cast, address: str, sign_in: SignIn, send: Send):
    tess, key = sign_in(cast.tess), send(cast.tess)
    sign_in(cast.lena).post(f"{address}/messages", data={"text": "Wait!", "key": "one", "seen": "0"})
    answer = tess.post(f"{address}/messages", data={"text": "Well.", "key": "two", "seen": "0", "file_id": key})
    assert answer.status_code == 409 and "Wait!" in answer.text
    assert re.search(rf'name="file_id" value="{key}" checked>', answer.text)
    assert "<take-recorder" not in answer.text.split('id="conversation"')[1]
    assert voices() == []
    seen = str(db.scalar(select(Message.id)))
    sent = {"text": "Well.", "key": "two", "seen": seen, "file_id": key}
    assert tess.post(f"{address}/messages", data=sent).status_code == 303
    assert len(voices()) == 1


@pytest.mark.parametrize("where", ["messages", "review/remarks"])
def test_a_recording_that_isnt_there_or_is_somebody_elses_is_refused(
    cast: Cast, address: str, sign_in: SignIn, send: Send, where: str
):
    tess = sign_in(cast.tess)
    for key in ("made-up", send(cast.lena)):
        sent = {"text": "Hear this.", "key": "one", "seen": "0", "file_id": key}
        answer = tess.post(f"{address}/{where}", data=sent)
        assert answer.status_code == 422 and "isn&#39;t here any more" in answer.text
        assert "Hear this.</textarea>" in answer.text
    assert voices() == [] and db.scalars(select(Message)).all() == []


def test_what_a_machine_wrote_is_read_and_said_to_be_unchecked(
    cast: Cast, thread: FeedbackThread, address: str, sign_in: SignIn, speak: Speak
):
    threads.post(thread, cast.tess, "", "a", 0, clock.now(), spoken=speak(cast.tess))
    prepared(db.get_one(Video, voices()[0].video_id))
    [voice] = voices()
    lena, captions = sign_in(cast.lena), f"/voices/{voice.id}/captions.vtt"
    assert lena.get(captions).status_code == 404
    track = tracks.begin(db.get_one(Video, voice.video_id), TrackKind.CAPTIONS, "en")
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nTake your time.\n"
    tracks.suggest(track, text, cast.tess, clock.now(), is_machine_made=True)
    db.commit()
    assert "Take your time." in lena.get(captions).text
    page = lena.get(address).text
    assert f'<track kind="captions" src="{captions}" srclang="en" label="English">' in page
    assert "nobody has checked them" in page and "no captions yet" not in page
    assert sign_in(cast.paul).get(captions).status_code == 404
    assert db.scalars(select(TextTrack.published)).one() == 0


def test_what_cant_be_played_says_so(cast: Cast, thread: FeedbackThread, address: str, sign_in: SignIn, speak: Speak):
    threads.post(thread, cast.tess, "", "a", 0, clock.now(), spoken=speak(cast.tess))
    db.commit()
    video = film()
    video.state, video.permille = VideoState.PREPARING, 400
    db.commit()
    lena = sign_in(cast.lena)
    assert "is being prepared</strong>, 40 %" in lena.get(address).text
    video = film()
    video.state, video.trouble = VideoState.REFUSED, "There is no sound in this file."
    db.commit()
    shown = lena.get(address).text
    assert "can’t be played.</strong> There is no sound in this file." in shown


def test_a_remark_and_what_was_spoken_with_it_are_taken_back_from_the_desk(
    cast: Cast, recorded: SubmissionVersion, begun, address: str, sign_in: SignIn, speak: Speak
):
    review = begun()
    spoken = [reviews.pin(review, recorded, text, text, Place(), False, speak(cast.tess)) for text in ("One", "Two")]
    first, second = [remark.id for remark in spoken]
    db.commit()
    tess = sign_in(cast.tess)
    assert tess.get(address).text.count("Take the recording back") == 2
    assert tess.post(f"{address}/review/remarks/{first}/voice/removal", headers=BY_SCRIPT).status_code == 200
    assert tess.post(f"{address}/review/remarks/{second}/removal", headers=BY_SCRIPT).status_code == 200
    assert voices() == [] and db.scalars(select(ReviewRemark.text)).all() == ["One"]
    page = tess.get(address).text
    assert "Take the recording back" not in page and "One" in page


def test_a_thread_asks_the_database_as_often_for_many_voices_as_for_one(
    cast: Cast,
    thread: FeedbackThread,
    recorded: SubmissionVersion,
    begun,
    address: str,
    sign_in: SignIn,
    speak: Speak,
    statements: list[str],
):
    counts: list[list[int]] = []
    clients = sign_in(cast.lena), sign_in(cast.tess)
    for more in (1, 20):
        review = begun()
        for number in range(more):
            key = f"{more}-{number}"
            reviews.pin(review, recorded, "", key, Place(start_ms=1000), False, speak(cast.tess))
            here = db.get_one(FeedbackThread, thread.id)
            threads.post(here, cast.tess, "", key, 10**9, clock.now(), spoken=speak(cast.tess))
        db.commit()
        counts.append([])
        for client in clients:
            client.get(address)
            statements.clear()
            assert client.get(address).status_code == 200
            counts[-1].append(len(statements))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8, counts
