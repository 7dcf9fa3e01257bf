"""The player of what is only heard: low, and how loud each moment is behind its line, fetched once somebody is near."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.consents import actions as consents
from lms.core import clock, storage
from lms.core.db import db
from lms.program.models import Demonstration
from lms.program.rules import Confidentiality
from lms.videos import keeping
from lms.videos.models import Video
from media.package import package
from tests.demonstrations.conftest import Show
from tests.demonstrations.test_player import AXE
from tests.kit import clips
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until, time_of

SECONDS = 12


@pytest.fixture(scope="session")
def spoken(built_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twelve seconds of sound, packaged once."""
    folder = tmp_path_factory.mktemp("heard")
    source = clips.make(folder / "voice.m4a", *clips.tone(SECONDS), *clips.AAC)
    package(source, folder / "stream")
    keeping.keep_folder(storage.store(), "streams/heard", folder / "stream")
    return "streams/heard"


@pytest.fixture
def heard(shown: Show, spoken: str) -> Video:
    """The demonstration is only heard."""
    video = shown(duration_ms=SECONDS * 1000)
    video.stream_key, video.has_picture = spoken, False
    db.commit()
    return video


def drawn(page: Page) -> int:
    """How many bars stand behind the line."""
    expect(page.locator("[data-scrubber]")).to_have_attribute("data-drawn", "")
    return (page.locator("[data-wave] path").first.get_attribute("d") or "").count("M")


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_low_and_how_loud_each_moment_is_lies_behind_the_line(
    heard: Video, demonstration, cast: Cast, open_as: Open, width: int
):
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}", width=width)
    assert drawn(page) >= 40
    height = page.locator(".player__frame").bounding_box()
    assert height and height["height"] < 260
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    slider = page.get_by_role("slider", name="Position")
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert abs(time_of(page) - SECONDS / 2) <= 1
    page.get_by_role("button", name="Play", exact=True).click()
    played_until(page, SECONDS / 2 + 1)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]] == []


def test_what_is_far_down_a_page_is_fetched_once_it_comes_near(heard: Video, demonstration, cast: Cast, open_as: Open):
    page = open_as(cast.lena, "/account")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("waveform.json") else None)
    page.set_viewport_size({"width": 390, "height": 100})
    page.goto("/classes/1")
    line = page.locator(f"#{demonstration.slug} [data-scrubber]")
    expect(line).to_be_attached()
    assert asked == []
    line.scroll_into_view_if_needed()
    expect(line).to_have_attribute("data-drawn", "")
    assert len(asked) == 1


def test_of_what_is_logged_nothing_is_fetched_before_somebody_plays(
    heard: Video, demonstration, cast: Cast, open_as: Open, sign
):
    db.get_one(Demonstration, demonstration.id).confidentiality = Confidentiality.V3
    consents.say_nobody(db.get_one(Video, heard.id), cast.tess, clock.now())
    db.commit()
    sign(cast.tess)
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}")
    expect(page.locator("[data-scrubber]")).to_be_visible()
    assert page.locator("[data-scrubber]").get_attribute("data-drawn") is None
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 1)
    assert drawn(page) >= 40
