"""Answering a prompt by voice in a real browser with a made-up microphone and camera."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.settings import Settings
from lms.moments.prompts import actions as prompts
from lms.moments.prompts.rules import AnsweredBy
from lms.practice.models import Recording, SubmissionVersion
from lms.program.models import Demonstration
from lms.videos.jobs import package_next
from lms.videos.models import Video
from tests.demonstrations.test_player import AXE
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until
from tests.moments.test_desk import is_paused, play
from tests.practice.test_recorder import crash

EXPERT = "I would say nothing."
Ask = Callable[..., tuple[Page, Locator]]


@pytest.fixture
def asked(cast: Cast, open_as: Open, demonstration: Demonstration, playing: Video) -> Ask:
    """Lena's page, at which the video has just paused and asks."""

    def ask(width: int = 1280, by: AnsweredBy = AnsweredBy.EITHER) -> tuple[Page, Locator]:
        with transaction():
            found = db.get_one(Demonstration, demonstration.id)
            what = ("What would you say?", EXPERT, "key", clock.now(), by)
            prompts.set_prompt(found, cast.here.id, cast.tess, 3000, *what)
        page = open_as(cast.lena, f"/demonstrations/{demonstration.id}?t=1", width=width)
        return page, when_asked(page)

    return ask


def when_asked(page: Page) -> Locator:
    expect(page.locator("[data-marks] [data-kind=prompt]")).to_have_count(1)
    expect(page.locator("take-recorder").first).not_to_have_attribute("hidden", "")
    page.evaluate("document.querySelector('course-player').seek(1500)")
    play(page, 1)
    dialog = page.get_by_role("dialog", name="What would you say?")
    expect(dialog).to_be_visible()
    assert is_paused(page)
    return dialog


def press(within: Locator, name: str) -> None:
    within.get_by_role("button", name=name, exact=True).click()


def stands(dialog: Locator, state: str) -> None:
    expect(dialog.locator("take-recorder")).to_have_attribute("data-state", state, timeout=15_000)


def until_recorded(dialog: Locator, seconds: int) -> None:
    later = "|".join(f"{second:02}" for second in range(seconds, 60))
    expect(dialog.get_by_role("timer")).to_have_text(re.compile(f"0:({later})"), timeout=30_000)


def record(dialog: Locator, seconds: int = 2, kind: str = "Answer by voice") -> None:
    press(dialog, kind)
    press(dialog, "Start recording")
    until_recorded(dialog, seconds)
    press(dialog, "Stop")
    stands(dialog, "review")


def versions() -> list[str]:
    db.remove()
    return list(db.scalars(select(SubmissionVersion.text).order_by(SubmissionVersion.id)))


def recordings() -> list[int]:
    db.remove()
    return list(db.scalars(select(Recording.video_id)))


def axe(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    return [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_it_pauses_is_answered_by_voice_shows_the_expert_and_plays_for_the_trainer(
    asked: Ask, open_as: Open, cast: Cast, settings: Settings, width: int
):
    page, dialog = asked(width)
    expect(dialog.get_by_label("Nobody in this recording")).to_be_hidden()
    record(dialog)
    assert is_paused(page)
    expect(page.get_by_text(EXPERT)).to_have_count(0)
    dialog.get_by_label("What you recorded").evaluate("video => video.play()")
    dialog.get_by_label("Nobody in this recording").check()
    press(dialog, "Send answer")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    expect(dialog.get_by_text("Your recording")).to_be_visible()
    dialog.get_by_role("button", name="Play on").press("Enter")
    played_until(page, 3.5)
    assert versions() == [""]
    assert len(recordings()) == 1
    while package_next(settings):
        db.remove()
    submission_id = db.scalars(select(SubmissionVersion.submission_id)).one()
    trainer = open_as(cast.tess, f"/submissions/{submission_id}/thread", width=width)
    trainer.get_by_role("button", name="Play Recording 1").click()
    played_until(trainer, 0.5)
    page.reload()
    page.get_by_role("link", name="Prompts").click()
    page.get_by_text("Answer anew").click()
    expect(page.get_by_role("button", name="Answer by voice")).to_be_visible()
    expect(page.get_by_text("was interrupted")).to_be_hidden()


def test_by_keyboard_alone_it_is_recorded_paused_recorded_anew_and_sent_with_words(asked: Ask):
    page, dialog = asked()
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Listen.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands(dialog, "ready")
    expect(dialog.get_by_role("button", name="Start recording")).to_be_focused()
    page.keyboard.press("Enter")
    until_recorded(dialog, 1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    stands(dialog, "paused")
    expect(dialog.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    stands(dialog, "review")
    expect(dialog.get_by_label("What you recorded")).to_be_focused()
    dialog.get_by_role("button", name="Record again").press("Enter")
    stands(dialog, "ready")
    page.keyboard.press("Enter")
    until_recorded(dialog, 1)
    dialog.get_by_role("textbox").press("Control+Enter")
    stands(dialog, "review")
    assert versions() == [], "what is being recorded is listened to first"
    dialog.get_by_label("Nobody in this recording").press("Space")
    dialog.get_by_role("textbox").press("Control+Enter")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    assert versions() == ["Listen."]
    assert len(recordings()) == 1


def test_nothing_takes_the_focus_from_words_while_the_recording_goes_on(asked: Ask):
    page, dialog = asked()
    press(dialog, "Answer by voice")
    press(dialog, "Start recording")
    until_recorded(dialog, 1)
    dialog.get_by_role("textbox").focus()
    page.evaluate("document.querySelector('dialog take-recorder').stop()")
    stands(dialog, "review")
    expect(dialog.get_by_text("All of it is sent")).to_be_visible(timeout=30_000)
    expect(dialog.get_by_role("textbox")).to_be_focused()


def test_without_the_word_it_isnt_sent_and_stays(asked: Ask):
    _page, dialog = asked()
    record(dialog)
    press(dialog, "Send answer")
    expect(dialog.get_by_label("Nobody in this recording")).to_be_focused()
    stands(dialog, "review")
    assert versions() == []
    press(dialog, "Discard")
    expect(dialog.get_by_label("Nobody in this recording")).to_be_hidden()
    dialog.get_by_role("textbox").fill("In words, then.")
    press(dialog, "Send answer")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    assert (versions(), recordings()) == (["In words, then."], [])


def test_a_lost_network_while_recording_and_handing_in_loses_nothing(asked: Ask):
    page, dialog = asked()
    press(dialog, "Answer by voice")
    press(dialog, "Start recording")
    until_recorded(dialog, 1)
    page.context.set_offline(True)
    expect(dialog.get_by_text("The connection is lost")).to_be_visible(timeout=30_000)
    press(dialog, "Stop")
    dialog.get_by_label("Nobody in this recording").check()
    press(dialog, "Send answer")
    page.context.set_offline(False)
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=60_000)
    assert len(recordings()) == 1


def test_an_answer_that_is_lost_on_its_way_back_is_one_answer(asked: Ask):
    page, dialog = asked()
    record(dialog)
    dialog.get_by_label("Nobody in this recording").check()

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/answer", lose)
    press(dialog, "Send answer")
    expect(dialog.get_by_role("alert")).to_contain_text("No connection", timeout=30_000)
    page.unroute("**/answer")
    press(dialog, "Send answer")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    assert (len(versions()), len(recordings())) == (1, 1)


def test_a_crash_in_mid_answer_loses_no_more_than_the_last_piece(asked: Ask, settings: Settings):
    page, dialog = asked()
    press(dialog, "Answer by voice")
    press(dialog, "Start recording")
    until_recorded(dialog, 7)
    again = crash(page)
    dialog = when_asked(again)
    expect(dialog.get_by_text("was interrupted")).to_be_visible()
    press(dialog, "Keep it")
    stands(dialog, "review")
    heard = dialog.get_by_label("What you recorded")
    heard.evaluate("video => video.play()")
    dialog.get_by_label("Nobody in this recording").check()
    press(dialog, "Send answer")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    while package_next(settings):
        db.remove()
    assert (db.get_one(Video, recordings()[0]).duration_ms or 0) > 4000


def test_escape_skips_while_it_records_and_what_was_said_is_offered_again(asked: Ask):
    page, dialog = asked()
    press(dialog, "Answer by voice")
    press(dialog, "Start recording")
    until_recorded(dialog, 3)
    with page.expect_response("**/prompts"):
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    played_until(page, 3.5)
    assert not page.evaluate("Boolean(document.querySelector('take-recorder video').srcObject?.active)")
    page.get_by_role("link", name="Prompts").click()
    expect(page.get_by_text("was interrupted")).to_be_visible()
    assert versions() == []


def test_where_a_voice_is_asked_for_words_are_possible_too(asked: Ask):
    _page, dialog = asked(by=AnsweredBy.VOICE)
    expect(dialog.get_by_role("button", name="Answer by voice")).to_be_focused()
    expect(dialog.get_by_role("textbox")).to_be_hidden()
    dialog.get_by_text("Write instead, or as well").click()
    dialog.get_by_role("textbox").fill("In words.")
    press(dialog, "Send answer")
    expect(dialog.get_by_text(EXPERT)).to_be_visible(timeout=30_000)
    assert versions() == ["In words."]


def test_where_words_are_asked_for_nothing_is_loaded_to_record(
    cast: Cast, open_as: Open, demonstration: Demonstration, playing: Video
):
    with transaction():
        found = db.get_one(Demonstration, demonstration.id)
        what = ("And you?", EXPERT, "key", clock.now(), AnsweredBy.TEXT)
        prompts.set_prompt(found, cast.here.id, cast.tess, 3000, *what)
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}")
    expect(page.locator("[data-marks] [data-kind=prompt]")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [name for name in loaded if "/record-" in name]
    assert page.locator("take-recorder").count() == 0


def test_what_plays_falls_silent_where_somebody_begins_to_speak(asked: Ask):
    page, _ = asked()
    with page.expect_response("**/prompts"):
        page.keyboard.press("Escape")
    page.get_by_role("link", name="Prompts").click()
    played_until(page, 4)
    page.get_by_role("button", name="Answer by voice").click()
    expect(page.locator("take-recorder")).to_have_attribute("data-state", "ready")
    assert is_paused(page)


def test_it_is_answered_on_the_page_of_the_prompts_too(asked: Ask, demonstration: Demonstration):
    page, _ = asked()
    page.goto(f"/demonstrations/{demonstration.id}/prompts")
    main = page.get_by_role("main")
    record(main)
    expect(main.get_by_text("All of it is sent")).to_be_visible(timeout=30_000)
    main.get_by_label("Nobody in this recording").check()
    press(main, "Send answer")
    expect(main.get_by_text(EXPERT)).to_be_visible()
    main.get_by_text("Answer anew").click()
    expect(main.get_by_role("button", name="Answer by voice")).to_be_visible()
    expect(main.get_by_text("was interrupted")).to_be_hidden()
    assert len(recordings()) == 1


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_state_of_it_puts_up_a_barrier_or_is_too_wide(asked: Ask, width: int, scheme: str):
    page, dialog = asked(width)
    page.emulate_media(color_scheme=scheme)
    for state, name in (("ready", "With a picture"), ("recording", "Start recording"), ("review", "Stop")):
        press(dialog, name)
        stands(dialog, state)
        assert axe(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
        assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth"), state
