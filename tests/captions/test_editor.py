"""The caption editor in a real browser: rows beside the picture, keys, undo, drafts saved as typed, two editors."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.core import clock
from lms.core.db import db
from lms.demonstrations import queries as demonstrations
from lms.videos.models import Video
from lms.videos.tracks import queries
from lms.videos.tracks.rules import TrackKind
from tests.captions.conftest import TALK, Publish
from tests.demonstrations.test_player import AXE, played_until, time_of
from tests.kit.browser import Open
from tests.kit.cast import Cast


@pytest.fixture
def at(playing: Video, demonstration) -> str:  # type: ignore[no-untyped-def]
    return f"/demonstrations/{demonstration.id}/captions/en"


def words(page: Page) -> list[str]:
    return [field.input_value() for field in page.get_by_label("Words").all()]


def times(page: Page) -> list[str]:
    return [field.input_value() for field in page.get_by_label("Begins at").all()]


def saved(page: Page) -> None:
    expect(page.locator("saved-draft [data-line]")).to_have_text(re.compile("^Saved .*[0-9]"), timeout=10_000)
    expect(page.locator("saved-draft")).to_have_attribute("data-state", "saved")


def stands_at(page: Page, second: float) -> None:
    """Wait until the picture is there."""
    for _ in range(100):
        if abs(time_of(page) - second) < 0.1:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it stands at {time_of(page)}")


def kept(video: Video) -> str:
    db.remove()
    track = queries.track(video.id, TrackKind.CAPTIONS, "en")
    return queries.text_of(track) if track else ""


def test_captions_are_written_from_nothing_beside_the_picture(playing: Video, cast: Cast, open_as: Open, at: str):
    page = open_as(cast.tess, at)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    page.keyboard.press("Alt+k")
    played_until(page, 1)
    page.keyboard.press("Alt+k")
    page.keyboard.press("Alt+n")
    page.keyboard.type("Take your time.")
    begun = times(page)
    assert re.fullmatch(r"0:0[12]\.\d{3}", begun[0])
    saved(page)
    assert "Take your time." in kept(playing)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("version 1 is published")).to_be_visible()
    db.remove()
    track = queries.published(playing.id, "en")
    assert track and [line.text for line in queries.lines_of(track.video_id, track.language)] == ["Take your time."]


def test_all_that_can_be_done_to_a_cue_can_be_undone(
    playing: Video, cast: Cast, open_as: Open, at: str, publish: Publish
):
    publish(playing)
    page = open_as(cast.tess, at)
    before = words(page)
    assert len(before) == 3
    page.get_by_label("Words").nth(1).click()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    for _ in range(len("We begin with")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+Enter")
    assert words(page)[1:3] == ["We begin with", "what the client says."]
    page.keyboard.press("Alt+m")
    assert words(page)[2] == "what the client says.\nThen we wait."
    page.keyboard.press("Alt+Delete")
    assert words(page) == ["Take your time.", "We begin with"]
    page.get_by_text("Shift, find and replace").click()
    page.get_by_label("Shift all by seconds").fill("1.5")
    page.get_by_role("button", name="Shift", exact=True).click()
    assert times(page)[0] == "0:02.500"
    page.get_by_label("Find").fill("time")
    page.get_by_label("Replace by").fill("breath")
    page.get_by_role("button", name="Replace all").click()
    assert words(page)[0] == "Take your breath."
    for _ in range(5):
        page.get_by_role("button", name="Undo").click()
    assert (words(page), times(page)) == (before, ["0:01.000", "0:03.500", "0:07.000"])
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_label("Words").first.focus()
    page.keyboard.press("Control+Shift+z")
    assert words(page)[1:3] == ["We begin with", "what the client says."]
    page.keyboard.press("Control+z")
    page.keyboard.type("x")
    saved(page)


def test_times_are_typed_or_taken_from_the_picture(
    playing: Video, cast: Cast, open_as: Open, at: str, publish: Publish
):
    publish(playing)
    page = open_as(cast.tess, at)
    page.get_by_role("button", name="Go to its beginning").nth(2).click()
    stands_at(page, 7)
    page.get_by_label("Words").nth(1).focus()
    page.keyboard.press("Alt+]")
    assert page.get_by_label("Ends at").nth(1).input_value() == "0:07.000"
    page.get_by_label("Begins at").nth(1).fill("nonsense")
    page.keyboard.press("Tab")
    expect(page.get_by_text("This is no time.")).to_be_visible()
    expect(page.get_by_label("Begins at").nth(1)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_label("Begins at").nth(1)).to_be_focused()
    expect(page.get_by_label("Begins at").nth(1)).to_have_value("nonsense")
    page.get_by_label("Begins at").nth(1).fill("8.25")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It ends no later than it begins.")).to_be_visible()
    assert times(page) == ["0:01.000", "0:07.000", "0:08.250"]


def test_two_editors_see_each_other_and_overwrite_nothing(
    playing: Video, cast: Cast, open_as: Open, at: str, publish: Publish
):
    publish(playing)
    tess, theo = open_as(cast.tess, at), open_as(cast.theo, at)
    tess.get_by_label("Words").first.fill("From Tess.")
    saved(tess)
    theo.get_by_label("Words").first.fill("From Theo.")
    expect(theo.get_by_text("There are two versions of this text", exact=True)).to_be_visible(timeout=10_000)
    expect(theo.locator("[data-other]")).to_contain_text("From Tess.")
    assert "From Tess." in kept(playing)
    theo.get_by_role("button", name="Keep what is in the field").click()
    saved(theo)
    assert "From Theo." in kept(playing)
    assert words(theo)[0] == "From Theo."
    tess.get_by_label("Words").first.fill("From Tess again.")
    tess.get_by_role("button", name="Take the other version").click(timeout=10_000)
    expect(tess.get_by_label("Words").first).to_have_value("From Theo.")


def test_what_was_typed_offline_is_kept_once_the_line_is_back(
    playing: Video, cast: Cast, open_as: Open, at: str, publish: Publish
):
    publish(playing)
    page = open_as(cast.tess, at)
    page.context.set_offline(True)
    page.get_by_label("Words").first.fill("Typed in a tunnel.")
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.context.set_offline(False)
    saved(page)
    assert "Typed in a tunnel." in kept(playing)
    page.reload()
    expect(page.get_by_label("Words").first).to_have_value("Typed in a tunnel.")


def test_a_text_that_no_rows_can_hold_is_edited_as_text(playing: Video, cast: Cast, open_as: Open, at: str):
    page = open_as(cast.tess, at)
    page.get_by_text("Shift, find and replace").click()
    page.get_by_role("button", name="Show as text").click()
    area = page.get_by_label("The text, as WebVTT")
    area.fill("WEBVTT\n\n00:01.000 -> 00:02.000\nx")
    page.get_by_role("button", name="Show as rows").click()
    expect(page.get_by_text("can’t be read as captions").first).to_be_visible()
    area.fill(TALK)
    page.get_by_role("button", name="Show as rows").click()
    assert len(words(page)) == 3


def test_chapters_are_titles_that_follow_each_other(playing: Video, cast: Cast, open_as: Open, demonstration):
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/chapters/en")
    assert [field.input_value() for field in page.get_by_label("Title").all()] == ["start"]
    page.get_by_role("button", name="New").click()
    page.keyboard.type("Second")
    page.get_by_label("Begins at").nth(1).fill("0:05")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Chapters: version 1 is published.")).to_be_visible()
    db.remove()
    card = demonstrations.card(demonstration, cast.lena.id, cast.here.id, clock.now())
    assert [(chapter.start_ms, chapter.title) for chapter in card.chapters] == [(0, "start"), (5_000, "Second")]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_the_editor_has_no_barrier_and_fits(
    playing: Video, cast: Cast, open_as: Open, at: str, publish: Publish, width: int, theme: str
):
    publish(playing)
    page = open_as(cast.tess, at, width=width)
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    for address in (at, at.removesuffix("/en")):
        page.goto(address)
        page.evaluate(AXE.read_text())
        violations = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
