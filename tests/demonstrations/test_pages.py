"""Demonstrations as people meet them: played, told of, uploaded and replaced; nobody from elsewhere."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.demonstrations import queries
from lms.people.models import Person
from lms.program.models import Confidentiality, Demonstration
from lms.videos import incoming
from lms.videos.models import Upload, Video
from lms.videos.rules import VideoState
from tests.demonstrations.conftest import Show
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


def beat(position_ms: int, *ranges: list[int], **more: object) -> dict[str, object]:
    return {"position_ms": position_ms, "ranges": list(ranges), "age_ms": 0, **more}


def pass_in(page: str) -> str:
    """Of the player on a page."""
    found = re.search(r'data-pass="([\w~-]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def at(demonstration: Demonstration) -> str:
    return f"/demonstrations/{demonstration.id}"


def test_a_learner_goes_on_where_they_left_off(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    lena = sign_in(cast.lena)
    page = lena.get(at).text
    assert 'data-position-ms="0"' in page
    watch_pass, now = pass_in(page), clock.now()
    for minute in range(5):
        with clock.at(now + timedelta(minutes=minute)):
            answer = lena.post(
                f"{at}/watching", json=beat(60_000 * minute, [0, 60_000 * minute], watch_pass=watch_pass)
            )
            assert answer.status_code == 200
    assert answer.json["permille"] == 400
    page = lena.get(at).text
    assert 'data-position-ms="240000"' in page
    assert "Continue where you left off, at 4:00" in page
    assert "<span data-percent>40</span> % watched" in page


def test_a_heartbeat_answers_an_address_that_plays_from_now_on(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    lena = sign_in(cast.lena)
    with clock.at(clock.now() + timedelta(hours=20)):
        fresh = lena.post(f"{at}/watching", json=beat(0)).json["src"]
    assert re.fullmatch(r"/media/[\w~-]+/master\.m3u8", fresh)
    assert fresh not in lena.get(at).text


def test_whoever_watched_nine_tenths_has_watched_it(cast: Cast, sign_in: SignIn, shown: Show, at: str, demonstration):
    shown(duration_ms=10_000)
    lena = sign_in(cast.lena)
    watch_pass = pass_in(lena.get(at).text)
    with clock.at(clock.now() + timedelta(seconds=9)):
        lena.post(f"{at}/watching", json=beat(9_000, [0, 9_000], watch_pass=watch_pass))
    assert "Watched" in lena.get(at).text
    assert queries.watched_of(cast.lena.id, cast.here.program_id) == {demonstration.id: 900}
    assert queries.watched_of(cast.paul.id, cast.here.program_id) == {}


@pytest.mark.parametrize(
    "said", [None, [], {"position_ms": -1, "ranges": []}, {"position_ms": 1, "ranges": [[1]]}, "x"]
)
def test_what_no_player_says_is_refused(cast: Cast, sign_in: SignIn, shown: Show, at: str, said: object):
    shown()
    assert sign_in(cast.lena).post(f"{at}/watching", json=said).status_code == 400


def test_nobody_from_elsewhere_meets_a_demonstration(
    sign_in: SignIn, client: FlaskClient, shown: Show, at: str, cast: Cast
):
    shown()
    stranger = sign_in(make.person(learner_in=make.cohort(make.program(1), "another-program")))
    operator = sign_in(cast.otto)
    for browser in (stranger, operator):
        assert browser.get(at).status_code == 404
        assert browser.post(f"{at}/watching", json=beat(0)).status_code == 404
        assert browser.get(f"{at}/upload").status_code == 404
    assert client.get(at).status_code == 302
    assert client.post(f"{at}/watching", json=beat(0)).status_code == 401


def test_learners_dont_manage_videos(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    lena = sign_in(cast.lena)
    assert "Replace the video" not in lena.get(at).text
    for answer in (lena.get(f"{at}/upload"), lena.get(f"{at}/video"), lena.post(f"{at}/video/retry")):
        assert answer.status_code == 404


def test_a_demonstration_without_a_video_says_so(cast: Cast, sign_in: SignIn, at: str):
    assert "isn’t here yet" in sign_in(cast.lena).get(at).text
    assert "Upload the video" in sign_in(cast.tess).get(at).text


def test_after_a_wrong_file_a_trainer_reads_what_plays_and_is_not_told_to_try_it_again(
    cast: Cast, sign_in: SignIn, shown: Show, at: str
):
    shown()
    wrong = db.merge(shown(VideoState.REFUSED))
    wrong.trouble, wrong.is_unplayable = "This is not a video.", True
    db.commit()
    tess = sign_in(cast.tess)
    for page in (tess.get(f"{at}/upload").text, tess.get(f"{at}/video").text):
        assert "This is not a video." in page and "“film.mp4” plays now." in page
        assert "Prepare it again" not in page


def test_what_failed_for_another_reason_can_be_tried_again(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    video = db.merge(shown(VideoState.REFUSED))
    video.trouble = "Preparing this video took far longer than it should."
    db.commit()
    tess = sign_in(cast.tess)
    assert "Prepare it again" in tess.get(f"{at}/upload").text
    assert tess.post(f"{at}/video/retry").status_code == 303


def test_a_new_video_plays_once_it_is_ready_and_the_old_one_until_then(cast: Cast, shown: Show, demonstration):
    old = shown()
    new = shown(VideoState.PREPARING)
    card = queries.card(demonstration, cast.lena.id, cast.here.id, clock.now())
    assert (card.video, card.latest) == (old, new)
    new.state, new.stream_key = VideoState.READY, "streams/new"
    db.commit()
    assert queries.card(demonstration, cast.lena.id, cast.here.id, clock.now()).video == new


def test_what_is_watched_stays_when_the_video_is_replaced(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, demonstration
):
    shown(duration_ms=10_000)
    lena = sign_in(cast.lena)
    watch_pass = pass_in(lena.get(at).text)
    with clock.at(clock.now() + timedelta(seconds=10)):
        lena.post(f"{at}/watching", json=beat(10_000, [0, 10_000], watch_pass=watch_pass))
    shown(duration_ms=600_000)
    lena.post(f"{at}/watching", json=beat(0))
    assert queries.watched_of(cast.lena.id, cast.here.program_id) == {demonstration.id: 1000}


def send(browser: FlaskClient, content: bytes) -> str:
    """Upload in one piece; gives the key."""
    name = base64.b64encode(b"film.mp4").decode()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    address = browser.post("/uploads", headers=headers).headers["Location"]
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert browser.patch(address, data=content, headers=headers).status_code == 204
    return address.rsplit("/")[-1]


def test_an_upload_in_pieces_shows_the_demonstration(cast: Cast, sign_in: SignIn, at: str, demonstration):
    tess = sign_in(cast.tess)
    key = send(tess, b"a film")
    for _ in range(2):  # a form that is sent twice
        assert tess.post(f"{at}/upload", data={"file_id": key}).status_code == 303
    latest = queries.latest(demonstration.id)
    assert latest and (latest.file_name, latest.source_size) == ("film.mp4", 6)
    assert db.query(Video).count() == 1
    assert db.query(Upload).count() == 0
    assert "Waiting to be prepared" in tess.get(f"{at}/video").text


def test_an_upload_that_is_sent_twice_in_one_moment_shows_it_once(
    cast: Cast, sign_in: SignIn, at: str, demonstration, monkeypatch
):
    tess = sign_in(cast.tess)
    key = send(tess, b"a film")
    keep, others = incoming.keep, []

    def overtaken(*given):
        source = keep(*given)
        if not others:
            others.append(None)
            assert sign_in(cast.tess).post(f"{at}/upload", data={"file_id": key}).status_code == 303
        return source

    monkeypatch.setattr(incoming, "keep", overtaken)
    assert tess.post(f"{at}/upload", data={"file_id": key}).status_code == 303
    assert db.query(Video).count() == 1
    assert queries.latest(demonstration.id)


def test_a_browser_without_scripts_sends_no_file_and_is_told_what_uploading_needs(
    cast: Cast, sign_in: SignIn, at: str, demonstration
):
    tess = sign_in(cast.tess)
    page = tess.get(f"{at}/upload").text
    assert "multipart" not in page
    assert "<noscript><p>Uploading needs JavaScript" in page
    answer = tess.post(f"{at}/upload", data={"file": "film.mp4"})
    assert answer.status_code == 422
    assert "Uploading needs JavaScript" in answer.text
    assert tess.post(f"{at}/upload", data={"file": (BytesIO(bytes(70_000)), "film.mp4")}).status_code == 413
    assert queries.latest(demonstration.id) is None


@pytest.mark.parametrize(
    ("data", "sentence"), [({}, "Choose a file first"), ({"file_id": "gone"}, "choose the file again")]
)
def test_a_form_that_brings_nothing_says_what_to_do(cast: Cast, sign_in: SignIn, at: str, data, sentence: str):
    answer = sign_in(cast.tess).post(f"{at}/upload", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_nobody_shows_what_another_uploaded(cast: Cast, sign_in: SignIn, at: str):
    key = send(sign_in(cast.tess), b"a film")
    assert sign_in(cast.cora).post(f"{at}/upload", data={"file_id": key}).status_code == 422


def test_a_refused_video_says_why_and_can_be_tried_again(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    video = shown(VideoState.REFUSED)
    video.trouble = "This file is not a video that we can read."
    db.commit()
    tess = sign_in(cast.tess)
    fragment = tess.get(f"{at}/video").text
    assert "not a video that we can read" in fragment
    assert "data-done" in fragment
    assert tess.post(f"{at}/video/retry").status_code == 303
    assert "Waiting to be prepared" in tess.get(f"{at}/upload").text


def test_a_clinical_session_carries_the_viewers_name_and_address_and_says_what_to_mind(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, demonstration
):
    shown()
    lena = sign_in(cast.lena)
    assert 'class="player__mark"' not in lena.get(at).text
    db.get(Demonstration, demonstration.id).confidentiality = Confidentiality.V2
    db.commit()
    page = lena.get(at).text
    mark = f"Lena Sample · {cast.lena.email} · {cast.lena.id}"
    assert f'<viewer-mark class="player__mark" aria-hidden="true">{mark}</viewer-mark>' in page
    assert "disablepictureinpicture" in page
    assert "do not record it" in page


def test_statements_dont_grow_with_what_is_shown(
    cast: Cast, sign_in: SignIn, shown: Show, demonstration, statements, at: str
):
    lena = sign_in(cast.lena)
    for _ in range(12):
        shown()
    statements.clear()
    cards = queries.cards_of(demonstration.class_id, cast.lena.id, cast.here.id, clock.now())
    assert len(cards) == 1
    assert len(statements) == 2
    statements.clear()
    assert lena.get(at).status_code == 200
    assert len(statements) <= 8
