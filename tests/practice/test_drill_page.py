"""A drill in a real browser with a made-up microphone: the client speaks, the learner answers at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect
from sqlalchemy import func, select

from lms.core import storage
from lms.core.db import db
from lms.core.settings import Settings
from lms.practice.models import Recording, Submission, Take
from lms.practice.queries import AssignmentHere
from lms.program import queries as programs
from lms.program.actions import media_key
from lms.videos.jobs import package_next
from lms.videos.models import Upload
from tests.kit.browser import Open
from tests.kit.cast import Cast

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
Drill = Callable[..., Page]


@pytest.fixture
def drill(open_as: Open, cast: Cast, drilled: AssignmentHere) -> Drill:
    """Lena's page of a drill."""
    address = f"/assignments/{drilled.assignment.id}"
    return lambda width=1280: open_as(cast.lena, address, width)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def ready(page: Page, kind: str = "Answer by voice") -> None:
    """Switch the devices on, and have recording begin only when asked for: a busy machine would miss the moment."""
    press(page, kind)
    wait_for_me(page)


def wait_for_me(page: Page) -> None:
    page.get_by_text("How to answer").click()
    page.get_by_label("Wait for me").check()
    page.get_by_role("heading", level=1).click()  # the keys are the drill's again


def stands(page: Page, state: str) -> None:
    expect(page.locator("skill-drill")).to_have_attribute("data-state", state, timeout=15_000)


def answered(page: Page, seconds: int = 1) -> None:
    """Record an answer of so many seconds, from wherever recording has begun, and see it kept."""
    stands(page, "recording")
    later = "|".join(f"{second:02}" for second in range(seconds, 60))
    expect(page.locator("[data-clock]")).to_have_text(re.compile(f"0:({later})"), timeout=30_000)
    page.keyboard.press("Space")
    stands(page, "done")


def attempts(page: Page) -> int:
    return page.locator("[data-statement]:not([hidden]) .take").count()


def shows_attempts(page: Page, count: int) -> None:
    expect(page.locator("[data-statement]:not([hidden]) .take")).to_have_count(count, timeout=30_000)


def prepared(settings: Settings) -> None:
    while package_next(settings):
        db.remove()


def crash(page: Page) -> Page:
    """The page dies without a word; give another one in the same browser, at the same address."""
    address, context = page.url, page.context
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=3000)
    page.close()
    again = context.new_page()
    again.goto(address)
    return again


def test_a_drill_is_answered_by_keyboard_and_its_best_answers_are_handed_in_and_played_by_the_trainer(
    drill: Drill, open_as: Open, cast: Cast, settings: Settings
):
    page = drill()
    words = page.get_by_text("What client 1 says.")
    expect(words).to_be_hidden()
    press(page, "Answer by voice")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Space")
    expect(words).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text("recording begins in")
    answered(page)  # recording has begun by itself
    shows_attempts(page, 1)

    wait_for_me(page)
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Answer now")).to_be_focused()
    page.keyboard.press("Space")
    answered(page)
    shows_attempts(page, 2)
    page.get_by_role("button", name="Hand in this one instead").click()
    expect(page.locator(".take").first.get_by_text("You hand in this one")).to_be_visible()
    page.locator(".take").first.get_by_role("button", name="About right").click()
    expect(page.get_by_role("status").filter(has_text="Move on to a harder one: statement 2.")).to_be_visible()

    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("heading", name="Statement 2 of 3")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Statement 1")).click()
    expect(page.get_by_role("heading", name="Statement 1 of 3")).to_be_focused()
    press(page, "Start")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("heading", name="Statement 2 of 3")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    answered(page)
    shows_attempts(page, 1)
    expect(page.locator(".drill__steps")).to_contain_text("2 of 3 answered")

    prepared(settings)
    page.get_by_role("button", name="Play your answer").click(timeout=15_000)
    expect(page.locator("#statement-2 course-player")).to_have_attribute("data-state", "ended", timeout=15_000)
    page.get_by_label("Nobody in this recording").check()
    press(page, "Hand in$")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")
    expect(page.get_by_text("Answer to “What client 2 says.”")).to_be_visible()

    db.remove()
    first, second = db.scalars(select(Recording).order_by(Recording.number)).all()
    latest_of_first = db.scalar(select(func.max(Take.video_id)).where(Take.statement_id == first.statement_id))
    assert (first.video_id, first.answered, second.answered) == (
        latest_of_first,
        "What client 1 says.",
        "What client 2 says.",
    )
    submission_id = db.scalars(select(Submission.id)).one()
    trainer = open_as(cast.tess, f"/submissions/{submission_id}/thread")
    answer = trainer.get_by_role("region", name="Answer 1")
    expect(answer.get_by_text("What client 1 says.")).to_be_visible()
    answer.get_by_role("button", name="Play").first.click()
    expect(answer.locator("course-player")).to_have_attribute("data-state", "playing", timeout=15_000)


def test_the_countdown_can_be_left_out_and_broken_off(drill: Drill):
    page = drill()
    ready(page)
    press(page, "Start")
    expect(page.locator("[data-count]")).to_contain_text("Take your time")
    page.keyboard.press("Escape")
    stands(page, "ready")
    press(page, "Start")
    press(page, "Answer now")
    answered(page)


def test_a_browser_that_reads_aloud_lets_the_answer_begin_when_it_has_finished(drill: Drill):
    page = drill()
    page.context.add_init_script(
        "window.speechSynthesis.speak = (said) => { window.said = said.text; window.finish = () => said.onend() }"
    )
    page.reload()
    press(page, "Answer by voice")
    page.get_by_text("How to answer").click()
    page.get_by_label("Read the client’s words aloud").check()
    press(page, "Start")
    expect(page.locator("[data-count]")).to_contain_text("when the client has finished")
    assert page.evaluate("window.said") == "What client 1 says."
    page.evaluate("window.finish()")
    answered(page)


def test_a_recorded_statement_is_played_and_the_answer_begins_at_its_end(
    drill: Drill, drilled: AssignmentHere, clip: Path
):
    first = programs.statements_of(drilled.assignment.id)[0]
    first.media, first.media_sha256 = "alone.mp4", "0" * 64
    storage.store().put_file(media_key(first.media_sha256), clip)
    db.commit()
    page = drill()
    expect(page.get_by_label("What the client says")).to_be_hidden()
    press(page, "Answer by voice")
    press(page, "Start")
    expect(page.get_by_label("What the client says")).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text("recording begins in")
    answered(page)
    assert page.evaluate("document.querySelector('[data-media]').ended")


def test_an_answer_by_video_has_a_picture(drill: Drill, settings: Settings):
    page = drill()
    ready(page, "Answer by video")
    expect(page.get_by_label("What the camera sees")).to_be_visible()
    press(page, "Start")
    press(page, "Answer now")
    answered(page, 2)
    expect(page.get_by_label("What you just said")).to_be_visible()
    shows_attempts(page, 1)
    prepared(settings)
    db.remove()
    assert db.scalars(select(Take)).one().statement_id


def test_without_a_connection_the_drill_goes_on_and_answers_are_kept_when_it_is_back(drill: Drill):
    page = drill()
    ready(page)
    press(page, "Start")
    page.context.set_offline(True)
    press(page, "Answer now")
    answered(page)
    press(page, "Next statement")
    expect(page.get_by_role("heading", name="Statement 2 of 3")).to_be_visible()
    page.get_by_label("Nobody in this recording").check()
    press(page, "Hand in$")
    expect(page.get_by_text("An answer is still being sent.")).to_be_focused()
    page.context.set_offline(False)
    expect(page.locator(".drill__steps")).to_contain_text("1 of 3 answered", timeout=60_000)


def test_a_crash_in_mid_answer_loses_no_more_than_the_last_piece(drill: Drill):
    page = drill()
    ready(page)
    press(page, "Start")
    press(page, "Answer now")
    stands(page, "recording")
    expect(page.locator("[data-clock]")).to_have_text(re.compile("0:0[5-9]"), timeout=30_000)
    again = crash(page)
    expect(again.get_by_text("Your answer to statement 1")).to_be_visible()
    press(again, "Keep it")
    shows_attempts(again, 1)
    again.reload()
    expect(again.locator(".drill__steps")).to_contain_text("1 of 3 answered")
    expect(again.get_by_text("was interrupted")).to_be_hidden()


def test_what_a_crash_has_left_can_be_discarded(drill: Drill):
    page = drill()
    ready(page)
    press(page, "Start")
    press(page, "Answer now")
    stands(page, "recording")
    expect(page.locator("[data-clock]")).to_have_text(re.compile("0:0[3-9]"), timeout=30_000)
    again = crash(page)
    press(again, "Discard it")
    expect(again.get_by_text("was interrupted")).to_be_hidden()
    again.reload()
    expect(again.get_by_role("button", name="Answer by voice")).to_be_visible()
    expect(again.get_by_text("was interrupted")).to_be_hidden()
    db.remove()
    assert db.scalar(select(func.count()).select_from(Upload)) == 0


def test_a_removed_attempt_leaves_the_page_where_it_was(drill: Drill):
    page = drill()
    ready(page)
    press(page, "Start")
    press(page, "Answer now")
    answered(page)
    shows_attempts(page, 1)
    page.locator("summary", has_text="Remove").click()
    press(page, "Remove it")
    shows_attempts(page, 0)
    expect(page.locator(".drill__steps")).to_contain_text("0 of 3 answered")
    stands(page, "done")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_state_of_a_drill_has_barriers_or_is_too_wide(drill: Drill, width: int):
    page = drill(width)
    states = {
        "closed": [],
        "ready": ["Answer by voice"],
        "presenting": ["Start"],
        "recording": ["Answer now"],
        "done": ["Stop"],
    }
    for state, presses in states.items():
        for name in presses:
            press(page, name)
        stands(page, state)
        if state == "ready":
            wait_for_me(page)
        if state == "done":
            shows_attempts(page, 1)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run('main', { resultTypes: ['violations'] })")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
