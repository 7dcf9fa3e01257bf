"""Trainers and learners speak in a real browser with a made-up microphone: by keys alone, and safe from crashes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from lms.core.db import db
from lms.core.settings import Settings
from lms.feedback.models import FeedbackThread
from lms.practice.models import SubmissionVersion
from lms.videos.jobs import package_next
from tests.feedback.voices.conftest import voices
from tests.kit.browser import Open
from tests.kit.cast import Cast

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
Desk = Callable[..., Page]


@pytest.fixture
def desk(open_as: Open, cast: Cast, thread: FeedbackThread, recorded: SubmissionVersion) -> Desk:
    """Tess's desk beside lena's recording."""
    db.commit()
    return lambda width=1280: open_as(cast.tess, f"/threads/{thread.id}", width)


def recorder(page: Page, place: str = "review-desk") -> Locator:
    return page.locator(f"{place} take-recorder")


def in_state(page: Page, state: str, place: str = "review-desk") -> None:
    expect(recorder(page, place)).to_have_attribute("data-state", state, timeout=30_000)


def until_recorded(page: Page, seconds: int, place: str = "review-desk") -> None:
    later = "|".join(f"{second:02}" for second in range(seconds, 60))
    expect(recorder(page, place).locator("[data-clock]")).to_have_text(re.compile(f"0:({later})"), timeout=30_000)


def prepare(settings: Settings) -> None:
    db.remove()
    while package_next(settings):
        db.remove()
    db.remove()


def test_four_keys_pin_what_is_spoken_at_the_moment_that_plays(desk: Desk, settings: Settings):
    page = desk()
    page.evaluate("document.querySelector('course-player').dataset.positionMs = '12000'")
    page.keyboard.press("v")
    in_state(page, "ready")
    expect(page.locator("#remark-start")).to_have_value("0:12")
    expect(page.get_by_role("button", name="Start recording")).to_be_focused()
    page.keyboard.press("Enter")
    in_state(page, "recording")
    until_recorded(page, 2)
    expect(recorder(page).get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    in_state(page, "review")
    expect(page.get_by_role("button", name="Pin it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pinned")).to_have_count(1, timeout=30_000)
    expect(page.locator(".pinned")).to_contain_text("0:12")
    expect(page.locator(".pinned")).to_contain_text("It is safely kept.")
    in_state(page, "idle")
    expect(page.locator("#remark-start")).to_have_value("")
    prepare(settings)
    expect(page.get_by_role("button", name="Play the answer")).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_role("button", name="Speak at this moment")).to_be_visible()
    expect(page.get_by_text("was interrupted")).to_be_hidden()


def test_what_is_about_the_whole_keeps_no_moment_and_letting_go_leaves_none(desk: Desk):
    page = desk()
    page.keyboard.press("v")
    in_state(page, "ready")
    expect(page.locator("#remark-start")).to_have_value("0:00")
    page.get_by_role("button", name="Not now").click()
    in_state(page, "idle")
    expect(page.locator("#remark-start")).to_have_value("")
    page.keyboard.press("b")
    expect(page.locator("#remark-start")).to_have_value("0:00")
    page.get_by_role("button", name="Answer by voice").click()
    in_state(page, "ready")
    expect(page.locator("#remark-start")).to_have_value("")


def test_a_review_isnt_sent_without_what_was_recorded_for_it(desk: Desk):
    page = desk()
    page.get_by_label("Keep").fill("Your pace.")
    page.get_by_role("button", name="Answer by voice").click()
    page.get_by_role("button", name="Start recording").click()
    until_recorded(page, 1)
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Pin what you have recorded")).to_be_visible()
    in_state(page, "recording")
    recorder(page).get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Discard").click()
    in_state(page, "idle")
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("is told.")).to_be_visible()
    db.remove()
    assert voices() == []


def test_a_crash_while_speaking_loses_no_more_than_the_last_piece(desk: Desk, settings: Settings):
    page = desk()
    address, context = page.url, page.context
    page.keyboard.press("v")
    in_state(page, "ready")
    page.keyboard.press("Enter")
    until_recorded(page, 6)
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=3000)
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("review-desk").get_by_text("was interrupted")).to_be_visible()
    again.locator("review-desk").get_by_role("button", name="Keep it").click()
    in_state(again, "review")
    again.get_by_role("button", name="Pin it").click()
    expect(again.locator(".pinned")).to_have_count(1, timeout=30_000)
    prepare(settings)
    expect(again.get_by_role("button", name="Play the answer")).to_be_visible(timeout=15_000)
    assert voices()[0].remark_id


def test_a_learner_sends_a_voice_message_from_a_phone_and_plays_it(
    open_as: Open, cast: Cast, thread: FeedbackThread, settings: Settings
):
    db.commit()
    page = open_as(cast.lena, f"/threads/{thread.id}", 390)
    page.get_by_role("button", name="Add a voice message").click()
    page.get_by_role("button", name="Start recording").click()
    until_recorded(page, 2, ".composer")
    page.get_by_role("button", name="Pause").click()
    in_state(page, "paused", ".composer")
    page.get_by_role("button", name="Go on").click()
    until_recorded(page, 3, ".composer")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".message")).to_contain_text("It is safely kept.", timeout=30_000)
    expect(page.get_by_text("was interrupted")).to_be_hidden()
    prepare(settings)
    play = page.get_by_role("button", name="Play the voice message")
    expect(play).to_be_visible(timeout=15_000)
    play.click()
    expect(page.locator(".message course-player")).to_have_attribute("data-state", re.compile("playing|ended"))
    expect(page.get_by_text("There are no captions yet.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_state_of_speaking_has_barriers_or_is_too_wide(desk: Desk, width: int):
    page = desk(width)
    states = {"idle": [], "ready": ["Answer by voice"], "recording": ["Start recording"], "review": ["Stop"]}
    for state, presses in states.items():
        for name in presses:
            page.locator("review-desk").get_by_role("button", name=name, exact=True).click()
        in_state(page, state)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run('main', { resultTypes: ['violations'] })")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
