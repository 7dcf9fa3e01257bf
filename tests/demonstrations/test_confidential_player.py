"""A recording of real care in a real browser: logged once somebody wants to play, renewed meanwhile, and stopped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, Response, expect

from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.consents import actions as consents
from lms.consents import queries as recordings
from lms.consents.rules import Use
from lms.core import clock, storage
from lms.core.db import db
from lms.demonstrations.viewings.models import Viewing
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos import keeping
from lms.videos.models import Video
from media.package import package
from tests.demonstrations.test_player import played_until, time_of
from tests.kit import clips
from tests.kit.browser import Open
from tests.kit.cast import Cast

LONG_S = 75
WITHIN_MS = 60_000  # what docs/videos.md promises
OVER = "isn’t open to you any more"


@pytest.fixture(scope="module")
def long_stream(built_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Longer than the player reads ahead."""
    folder = tmp_path_factory.mktemp("restricted")
    package(clips.plain(folder / "clip.mp4", rate="5", seconds=LONG_S), folder / "stream")
    keeping.keep_folder(storage.store(), "streams/restricted", folder / "stream")
    return "streams/restricted"


@pytest.fixture
def recording(restricted: Video, long_stream: str, sign: Callable[..., None], cast: Cast) -> Video:
    """One of real care that really plays, and that Lena has signed for."""
    sign(cast.lena)
    video = db.get_one(Video, restricted.id)
    video.stream_key, video.duration_ms = long_stream, LONG_S * 1000
    db.commit()
    return video


def token_of(address: str) -> str:
    return address.split("/media/")[1].split("/")[0]


def begin(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 1)


def end_her_part(lena: Person) -> None:
    enrollment = cohort_queries.learner("here", lena.id)
    assert enrollment
    cohorts.leave(enrollment, clock.now())
    db.commit()


def withdraw_consent(video: Video, cast: Cast) -> None:
    [consent] = recordings.recorded(video.id).consents
    asked = recordings.consent(consent.id)
    assert asked
    consents.withdraw(asked, clock.now())
    db.commit()


def stops_with_a_sentence(page: Page) -> None:
    expect(page.get_by_text(OVER)).to_be_visible(timeout=WITHIN_MS)
    video = page.locator("video")
    assert video.evaluate("video => video.paused")
    assert video.evaluate("video => video.readyState") == 0, "what was read ahead is let go of, too"


def test_coming_near_asks_for_nothing_and_the_wish_to_play_is_logged(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    asked: list[str] = []
    page = open_as(cast.lena, "/today")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/demonstrations/{demonstration.id}")
    page.locator("course-player").hover()
    page.get_by_role("slider", name="Position").focus()
    page.wait_for_timeout(500)
    assert [url for url in asked if "/media/" in url or "/viewing" in url] == []
    begin(page)
    assert db.query(Viewing).filter_by(person_id=cast.lena.id).count() == 1


def test_playing_stops_with_a_sentence_within_a_minute_once_her_part_has_ended(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    begin(page)
    end_her_part(cast.lena)
    stops_with_a_sentence(page)


def test_playing_stops_with_a_sentence_within_a_minute_once_somebody_in_it_withdraws(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    [consent] = consents.ask(recording, "Paul", cast.paul.email, [Use.PLAYING], cast.tess, clock.now())
    consents.agree(consent, clock.now() + timedelta(milliseconds=2))
    db.commit()
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    begin(page)
    withdraw_consent(recording, cast)
    stops_with_a_sentence(page)


def is_refused(said: Response) -> bool:
    """Of a segment; what was on its way before may still come."""
    return ".m4s" in said.url and said.status == 404


def test_a_player_that_tells_nothing_gets_no_more_of_it_either(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.route("**/watching", lambda route: route.abort())
    begin(page)
    end_her_part(cast.lena)
    with clock.at(clock.now() + timedelta(seconds=20)), page.expect_response(is_refused):
        page.get_by_role("slider", name="Position").fill(str(LONG_S - 10))
    stops_with_a_sentence(page)


def test_the_address_is_renewed_in_mid_play_without_a_gap(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    segments: list[tuple[str, int]] = []
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.on("response", lambda said: segments.append((said.url, said.status)) if ".m4s" in said.url else None)
    begin(page)
    first = token_of(segments[0][0])
    with clock.at(clock.now() + timedelta(minutes=2)):
        with page.expect_response("**/watching"):
            page.evaluate("dispatchEvent(new Event('pagehide'))")
        page.wait_for_timeout(100)
        begun = len(segments)
        page.get_by_role("slider", name="Position").fill(str(LONG_S - 15))
        played_until(page, LONG_S - 14)
    later = {token_of(url) for url, _ in segments[begun:]}
    assert len(later) == 1
    assert first not in later
    assert {status for _, status in segments} == {200}
    assert not page.locator("[data-trouble]").is_visible()


BOTH = """mark => [mark, mark.closest(".player__picture")].map((part) => {
  const { x, y, width, height } = part.getBoundingClientRect()
  return { x, y, width, height }
})"""


def test_the_viewers_mark_moves_lies_in_the_full_screen_and_no_menu_opens_over_the_picture(
    recording: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    page = open_as(cast.lena, "/today")
    page.clock.install()
    page.goto(f"/demonstrations/{demonstration.id}")
    mark = page.locator("[data-frame] viewer-mark")
    expect(mark).to_have_text(f"Lena Sample · {cast.lena.email} · {cast.lena.id}")
    places = []
    for _ in range(4):
        box, picture = mark.evaluate(BOTH)  # at one moment: the page may still be moving
        assert box["height"] < 60, "on one line, where there is room"
        places.append((box["x"], box["y"]))
        assert picture["x"] - 1 <= box["x"] <= picture["x"] + picture["width"] - box["width"] + 1
        assert picture["y"] - 1 <= box["y"] <= picture["y"] + picture["height"] - box["height"] + 1
        page.clock.fast_forward(20_000)
    assert len(set(places)) == 4
    blocked = "target => !target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))"
    for over in ("video", ".player__start", "viewer-mark"):
        assert page.locator(over).evaluate(blocked)
    assert page.locator("video").evaluate("video => video.disablePictureInPicture && !video.controls")


def test_what_is_no_recording_of_care_still_starts_before_the_wish(
    playing: Video, demonstration: Demonstration, cast: Cast, open_as: Open
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    with page.expect_response("**/master.m3u8"):
        page.reload()
    assert time_of(page) == 0
    assert db.query(Viewing).count() == 0
