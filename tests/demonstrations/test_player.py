"""The player in a real browser, under the real policy: nothing inline, nothing from elsewhere."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from lms.core import storage
from lms.core.db import db
from lms.demonstrations import actions
from lms.demonstrations.rules import CaptionSize, Liking
from lms.demonstrations.watching.models import Watching
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.program.rules import Confidentiality
from lms.videos.models import Video
from lms.videos.rules import VideoState
from media import playlist
from tests.captions.conftest import Publish, publish
from tests.demonstrations.conftest import Show
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until, time_of
from tests.kit.stream import SECONDS

__all__ = ["publish"]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def watched(person: Person) -> Watching | None:
    db.remove()
    return db.scalar(select(Watching).where(Watching.person_id == person.id))


def test_it_plays_is_told_and_goes_on_where_it_was_left(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}", width=390)
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 2)
    page.get_by_role("button", name="Pause").click()
    with page.expect_response("**/watched/*"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(200)
    kept = watched(cast.lena)
    assert kept and kept.position_ms > 1500
    assert 1000 < sum(end - start for start, end in kept.ranges) <= kept.position_ms + 300
    page.reload()
    page.get_by_role("button", name="Continue where you left off").click()
    played_until(page, kept.position_ms / 1000)
    assert time_of(page) < kept.position_ms / 1000 + 2


def test_it_plays_while_the_rest_is_still_being_prepared(
    shown: Show, stream: str, demonstration, cast: Cast, open_as: Open, tmp_path: Path
):
    """From its beginning, and on into what came meanwhile; what is only heard is offered and breaks nothing."""
    store = storage.store()
    found = {name: playlist.segments(read(f"{stream}/{name}/index.m3u8")) for name in ("180p", "sound")}

    def grow(first: int, last: int | None) -> None:
        for name, segments in found.items():
            text = playlist.media(segments[:last], 2, is_complete=last is None)
            for file in ("init.mp4", *(segment.name for segment in segments[first:last])):
                store.put(f"streams/growing/{name}/{file}", BytesIO(b"".join(store.open(f"{stream}/{name}/{file}"))))
            store.put(f"streams/growing/{name}/index.m3u8", BytesIO(text.encode()))

    grow(0, 2)
    store.put("streams/growing/master.m3u8", BytesIO(read(f"{stream}/master.m3u8").encode()))
    assert "sound/index.m3u8" in read("streams/growing/master.m3u8")
    video = shown(VideoState.PREPARING, duration_ms=SECONDS * 1000)
    video.stream_key = "streams/growing"
    db.commit()
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 0.5)
    assert time_of(page) < 3, "it begins at the beginning"
    grow(2, None)
    played_until(page, SECONDS - 1)


def read(key: str) -> str:
    return b"".join(storage.store().open(key)).decode()


def test_it_obeys_the_keyboard_alone(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.get_by_role("button", name="Play", exact=False).first.focus()
    page.keyboard.press("Enter")
    played_until(page, 0.5)
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    played_until(page, 5)
    page.keyboard.press("m")
    assert page.evaluate("document.querySelector('video').muted")
    page.get_by_role("slider", name="Position").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("slider", name="Position").get_attribute("aria-valuetext") == "6 seconds"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_puts_up_no_barrier(playing: Video, demonstration, cast: Cast, open_as: Open, scheme: str):
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}")
    page.emulate_media(color_scheme=scheme)
    for path in (page.url, f"{page.url}/upload", f"{page.url}/recorded"):
        page.goto(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run({exclude: ['.player__mark']})")
        assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]] == []


def test_a_chapter_plays_from_its_moment(playing: Video, demonstration: Demonstration, cast: Cast, open_as: Open):
    found = db.get(Demonstration, demonstration.id)
    assert found
    found.chapters = [[0, "Arriving"], [8, "Listening"]]
    db.commit()
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.get_by_role("button", name="Listening").click()
    played_until(page, 8)
    assert page.get_by_role("button", name="Listening").get_attribute("aria-current") == "true"


def test_scrubbing_shows_what_is_there(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.get_by_role("slider", name="Position").hover()
    preview = page.locator("[data-preview]")
    expect(preview).to_be_visible()
    assert "storyboard-001.jpg" in preview.evaluate("box => getComputedStyle(box).backgroundImage")


@pytest.mark.parametrize("width", [390, 1280])
def test_neither_the_preview_nor_the_viewers_mark_lies_over_large_captions(
    playing: Video, demonstration, cast: Cast, open_as: Open, publish: Publish, width: int
):
    db.get_one(Demonstration, demonstration.id).confidentiality = Confidentiality.V2
    actions.like(cast.lena.id, Liking(captions="en", caption_size=CaptionSize.HUGE))
    publish(playing, f"WEBVTT\n\n00:00.000 --> 00:{SECONDS}.000\n" + "Nobody had asked you why. " * 3)
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}", width=width)
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 1)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("slider", name="Position").hover()
    expect(page.locator("[data-preview]")).to_be_visible()
    page.locator("viewer-mark").evaluate("mark => mark.style.setProperty('--y', '100%')")
    picture = page.locator(".player__picture").bounding_box()
    assert picture
    captions = 3 * 1.33 * max(0.05 * 1.8 * picture["height"], 1.45 * 16)  # three lines, as high as on a phone at least
    for over in ("[data-preview]", "viewer-mark"):
        box = page.locator(over).bounding_box()
        assert box
        assert picture["y"] <= box["y"]
        assert box["y"] + box["height"] <= picture["y"] + picture["height"] - captions + 1


def test_what_was_watched_offline_is_told_later(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 1)
    page.context.set_offline(True)
    played_until(page, 3)
    page.get_by_role("button", name="Pause").click()
    before = watched(cast.lena)
    assert before and sum(end - start for start, end in before.ranges) < 2000
    with page.expect_response("**/watching"):
        page.context.set_offline(False)
    page.wait_for_timeout(200)
    after = watched(cast.lena)
    assert after and sum(end - start for start, end in after.ranges) > 2000


@pytest.mark.parametrize("page_of", ["demonstration", "class"])
def test_an_address_that_has_ended_is_renewed(playing: Video, demonstration, cast: Cast, open_as: Open, page_of: str):
    """The demonstration's own page fetches before anybody plays, and mends it in silence; the class page says so."""
    page = open_as(cast.lena, "/today")
    renewed: list[str] = []

    def gone_until_renewed(route: Route) -> None:
        return route.continue_() if renewed else route.fulfill(status=404, body="")

    page.on("response", lambda answer: renewed.append(answer.url) if "/watching" in answer.url else None)
    page.route("**/180p/*.m4s", gone_until_renewed)
    page.goto(f"/demonstrations/{demonstration.id}" if page_of == "demonstration" else "/classes/1")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Play", exact=False).first.click()
    if page_of == "class":
        expect(page.get_by_text("Trying again")).to_be_visible()
    played_until(page, 1)
    assert not page.get_by_text("Trying again").is_visible()


def test_the_keys_of_the_big_video_sites_work_before_anything_is_touched(
    playing: Video, demonstration, cast: Cast, open_as: Open
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    page.keyboard.press("k")
    played_until(page, 0.3)
    page.keyboard.press("5")
    played_until(page, SECONDS / 2)
    page.keyboard.press(">")
    assert page.evaluate("document.querySelector('video').playbackRate") == 1.25
    page.keyboard.press("k")
    here = time_of(page)
    page.keyboard.press(".")
    assert 0 < time_of(page) - here < 0.1
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.wait_for_timeout(300)
    assert time_of(page) == 0


def test_how_one_likes_to_watch_is_known_on_the_next_device(playing: Video, demonstration, cast: Cast, open_as: Open):
    path = f"/demonstrations/{demonstration.id}"
    page = open_as(cast.lena, path, width=390)
    page.get_by_label("Settings").click()
    expect(page.get_by_label("Quality").locator("option")).to_have_text(["Automatic", "180p"])
    page.get_by_label("Caption size").select_option("large")
    with page.expect_response("**/player-settings") as answer:
        page.get_by_label("Speed").select_option("150")
    assert answer.value.status == 204
    other = open_as(cast.lena, path)
    assert other.evaluate("document.querySelector('video').playbackRate") == 1.5
    assert other.locator("course-player").get_attribute("data-caption-size") == "large"
    assert open_as(cast.paul, path).evaluate("document.querySelector('video').playbackRate") == 1


def test_an_address_leads_to_its_moment(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}?t=7")
    page.get_by_role("button", name="Play from 0:07").click()
    played_until(page, 7.2)
    assert time_of(page) < 9
    page.goto("/today")  # while it plays
    page.goto(f"/demonstrations/{demonstration.id}?t=1")
    page.get_by_role("button", name="Play from 0:01").click()
    played_until(page, 1.2)
    assert time_of(page) < 4, "not where it was left"


def test_the_badge_tells_what_is_watched_meanwhile(playing: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    expect(page.get_by_text("Not watched yet")).to_be_visible()
    page.keyboard.press("k")
    played_until(page, 2)
    page.keyboard.press("k")
    expect(page.get_by_text(re.compile(r"\d+ % watched"))).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (844, 390), (390, 844), (320, 640)])
def test_picture_and_controls_fit_into_the_window(
    playing: Video, demonstration, cast: Cast, open_as: Open, width: int, height: int
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}", width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.locator("[data-frame]").scroll_into_view_if_needed()
    box = page.locator("[data-frame]").bounding_box()
    assert box and box["height"] <= height and box["x"] >= 0 and box["x"] + box["width"] <= width
    for button in page.locator(".player__buttons button, .player__buttons summary").all():
        place = button.bounding_box() if button.is_visible() else None
        assert place is None or place["x"] + place["width"] <= box["x"] + box["width"] + 0.5
    if height > 700:
        assert box["y"] + box["height"] <= height
