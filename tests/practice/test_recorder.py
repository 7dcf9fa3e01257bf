"""Recording in a real browser with a made-up camera and microphone: sent while it is made, and safe from crashes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import func, select

from lms.core.db import db
from lms.core.settings import Settings
from lms.practice.models import Mark, Recording, Submission, Take
from lms.practice.queries import AssignmentHere
from lms.videos.jobs import package_next
from lms.videos.models import Upload, Video
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until, time_of

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PART = re.compile(r"^Part 0:0")
Recorder = Callable[..., Page]


@pytest.fixture
def recorder(open_as: Open, cast: Cast, recorded: AssignmentHere) -> Recorder:
    """Lena's page of an assignment that asks for a recording."""
    address = f"/assignments/{recorded.assignment.id}"
    return lambda width=1280: open_as(cast.lena, address, width)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def record(page: Page, kind: str = "Record video") -> None:
    press(page, kind)
    press(page, "Start recording")


def until_recorded(page: Page, seconds: int) -> None:
    """Wait until so much is recorded, or more: a busy machine shows no second for sure."""
    later = "|".join(f"{second:02}" for second in range(seconds, 60))
    expect(page.locator("[data-clock]")).to_have_text(re.compile(f"0:({later})"), timeout=30_000)


def heard(page: Page) -> None:
    """Wait until the meter moves: between two of the beeps that the browser makes up there is silence."""
    for _ in range(300):
        if page.get_by_role("meter").get_attribute("aria-valuenow") != "0":
            return
        page.wait_for_timeout(50)
    raise AssertionError("the microphone isn't heard")


def kept(page: Page) -> Video:
    """Keep what was recorded, and give its video."""
    press(page, "Keep this recording")
    expect(page.locator(".take").first).to_be_visible(timeout=30_000)
    db.remove()
    return db.scalars(select(Video).join(Take, Take.video_id == Video.id)).one()


def prepared(settings: Settings) -> Video:
    """The one video, once a worker has been at it."""
    assert package_next(settings)
    db.remove()
    video = db.scalars(select(Video)).one()
    assert video.plays, video.trouble
    return video


def received() -> int:
    db.remove()
    return db.scalar(select(func.coalesce(func.sum(Upload.received), 0))) or 0


def test_a_recording_is_made_marked_handed_in_and_played_by_the_trainer(
    recorder: Recorder, open_as: Open, cast: Cast, settings: Settings
):
    page = recorder()
    record(page)
    until_recorded(page, 3)
    press(page, "Pause")
    expect(page.locator(".recorder")).to_have_attribute("data-state", "paused")
    press(page, "Go on")
    until_recorded(page, 5)
    press(page, "Stop")
    video = kept(page)
    assert video.uploaded_by_id == cast.lena.id
    assert prepared(settings).duration_ms > 4500

    expect(page.get_by_role("button", name="Play your recording")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Play your recording").click()
    played_until(page, 1)
    page.keyboard.press("b")
    played_until(page, 2)
    page.keyboard.press("e")
    expect(page.get_by_role("button", name=PART)).to_be_visible()
    page.get_by_label("Your question to your trainer").fill("Was my silence too long?")
    page.get_by_label("Nobody in this recording").check()
    expect(page.get_by_label("Hand in this one")).to_be_checked()
    press(page, "Hand in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")

    db.remove()
    submission_id = db.scalars(select(Submission.id)).one()
    part = db.scalars(select(Mark).join(Recording, Mark.recording_id == Recording.id)).one()
    trainer = open_as(cast.tess, f"/submissions/{submission_id}/thread")
    expect(trainer.get_by_text("Was my silence too long?")).to_be_visible()
    trainer.get_by_role("button", name=PART).click()
    expect(trainer.locator("course-player")).to_have_attribute("data-state", "playing", timeout=15_000)
    assert time_of(trainer) >= part.start_ms / 1000 - 0.05
    expect(trainer.locator("course-player")).to_have_attribute("data-state", "paused", timeout=15_000)
    assert abs(time_of(trainer) - part.end_ms / 1000) < 0.02


def test_sound_alone_is_recorded_and_plays(recorder: Recorder, settings: Settings):
    page = recorder()
    record(page, "Record sound only")
    heard(page)
    until_recorded(page, 3)
    press(page, "Stop")
    kept(page)
    assert prepared(settings).is_only_heard
    page.get_by_role("button", name="Play your recording").click(timeout=10_000)
    played_until(page, 1)
    expect(page.locator("[data-scrubber]")).to_have_attribute("data-drawn", "")


def test_a_recording_that_is_begun_by_a_double_click_is_one(recorder: Recorder, settings: Settings):
    page = recorder()
    press(page, "Record sound only")
    expect(page.locator(".recorder")).to_have_attribute("data-state", "ready")
    page.evaluate("const start = document.querySelector('[data-do=record]'); start.click(); start.click()")
    until_recorded(page, 4)
    db.remove()
    assert db.scalar(select(func.count()).select_from(Upload)) == 1
    press(page, "Stop")
    expect(page.locator(".recorder")).to_have_attribute("data-state", "review")
    kept(page)
    assert prepared(settings).duration_ms > 3000


def test_pieces_are_on_the_server_before_the_recording_ends(recorder: Recorder):
    page = recorder()
    record(page)
    until_recorded(page, 5)
    assert received() > 0
    press(page, "Stop")
    press(page, "Discard")
    expect(page.get_by_role("button", name="Record video")).to_be_visible()
    expect(page.locator(".recorder")).to_have_attribute("data-state", "idle")
    db.remove()
    assert db.scalar(select(func.count()).select_from(Upload)) == 0


def crash(page: Page) -> Page:
    """The page dies without a word; give another one in the same browser, at the same address."""
    address, context = page.url, page.context
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=3000)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    return again


@pytest.mark.parametrize("is_offline", [False, True], ids=["with a connection", "without"])
def test_a_crash_in_mid_recording_loses_no_more_than_the_last_piece(
    recorder: Recorder, settings: Settings, is_offline: bool
):
    page = recorder()
    record(page)
    until_recorded(page, 2)
    page.context.set_offline(is_offline)
    until_recorded(page, 8)
    again = crash(page)
    expect(again.get_by_text("was interrupted")).to_be_visible()
    press(again, "Keep it")
    expect(again.locator(".take")).to_be_visible(timeout=30_000)
    assert prepared(settings).duration_ms > 5000


def test_what_a_crash_has_left_can_be_discarded(recorder: Recorder):
    page = recorder()
    record(page)
    until_recorded(page, 4)
    again = crash(page)
    expect(again.get_by_text("was interrupted")).to_be_visible()
    press(again, "Record sound only")
    expect(again.get_by_text("was interrupted")).to_be_hidden()
    press(again, "Not now")
    press(again, "Discard it")
    expect(again.get_by_text("was interrupted")).to_be_hidden()
    again.reload()
    expect(again.get_by_role("button", name="Record video")).to_be_visible()
    expect(again.get_by_text("was interrupted")).to_be_hidden()


def test_what_was_sent_and_not_kept_is_offered_again_until_it_is(recorder: Recorder):
    page = recorder()
    address = page.url
    record(page, "Record sound only")
    until_recorded(page, 2)
    press(page, "Stop")
    expect(page.get_by_text("All of it is sent")).to_be_visible()
    page.route("**/takes*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        press(page, "Keep this recording")
    page.unroute("**/takes*")
    page.goto(address)
    press(page, "Keep it")
    expect(page.locator(".take")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Record video")).to_be_visible()
    expect(page.get_by_text("was interrupted")).to_be_hidden()


def test_a_lost_connection_is_said_and_made_up_for(recorder: Recorder, settings: Settings):
    page = recorder()
    record(page, "Record sound only")
    until_recorded(page, 1)
    page.context.set_offline(True)
    expect(page.get_by_text("The connection is lost")).to_be_visible(timeout=30_000)
    press(page, "Stop")
    press(page, "Keep this recording")
    page.context.set_offline(False)
    expect(page.locator(".take")).to_be_visible(timeout=60_000)
    assert prepared(settings).duration_ms > 1000


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("NotAllowedError", "Allow it in the browser"),
        ("NotFoundError", "No camera or microphone was found"),
        ("NotReadableError", "in use by another program"),
    ],
)
def test_why_nothing_can_be_recorded_is_said(recorder: Recorder, fault: str, sentence: str):
    page = recorder()
    refuse = f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{fault}') }}"
    page.context.add_init_script(refuse)
    page.reload()
    press(page, "Record video")
    expect(page.locator(".recorder__line")).to_contain_text(sentence)


def test_a_browser_without_room_records_and_says_so(recorder: Recorder, app: Flask):
    page = recorder()
    page.context.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    page.reload()
    record(page, "Record sound only")
    expect(page.locator(".recorder__line")).to_contain_text("no room to keep the recording safe")
    until_recorded(page, 2)
    press(page, "Stop")
    kept(page)


def test_a_large_recording_that_was_made_elsewhere_is_uploaded(recorder: Recorder, clip: Path):
    page = recorder()
    page.get_by_text("Upload a recording that you made elsewhere").click()
    page.locator("#file-file").set_input_files(clip)
    press(page, "Upload")
    expect(page.locator(".take")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_state_of_the_recorder_has_barriers_or_is_too_wide(recorder: Recorder, width: int):
    page = recorder(width)
    states = {"idle": [], "ready": ["Record video"], "recording": ["Start recording"], "review": ["Stop"]}
    for state, presses in states.items():
        for name in presses:
            press(page, name)
        expect(page.locator(".recorder")).to_have_attribute("data-state", state)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run('main', { resultTypes: ['violations'] })")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
