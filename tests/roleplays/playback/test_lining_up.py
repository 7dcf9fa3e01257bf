"""In a browser: a recording made in the room, and moments that are moved by keyboard, by drag and by ear."""

import re

from playwright.sync_api import Page, expect

from lms.core.db import db
from lms.roleplays.playback import queries
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group
from tests.roleplays.playback.conftest import Keep, agree
from tests.roleplays.room.test_in_step import barriers


def first(page: Page) -> str:
    return page.locator("[data-at]").first.inner_text()


def test_moments_are_moved_together_and_stay_where_they_are_kept(played: Group, keep: Keep, cast: Cast, open_as: Open):
    keep()
    agree()
    page = open_as(played.lena, f"{played.path}/recording", width=390)
    slider, field = page.get_by_label("Move all moments"), page.get_by_label("The shared clock starts at")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(field).to_have_value("0:30")
    assert first(page) == "1:30"
    expect(slider).to_have_attribute("aria-valuetext", "The clock starts at 0:30")
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(field).to_have_value(re.compile(r"^1:\d\d$"))
    marks = page.locator(".player__mark-at")
    expect(marks).to_have_count(2)
    page.get_by_role("button", name=re.compile("It is here.*Worked well")).click()
    expect(field).to_have_value("-1:00")
    assert first(page) == "0:00"
    expect(marks).to_have_count(2)
    assert barriers(page) == []
    field.fill("-1:30")
    field.press("Tab")
    expect(page.locator(".line-up__moment[data-outside]")).to_have_count(1)
    field.fill("0:12")
    page.get_by_role("button", name="Keep it so").click()
    expect(page.get_by_text("The moments are lined up with the recording.")).to_be_visible()
    assert first(page) == "1:12"
    page.get_by_label("Nobody in this recording is a patient").check()
    page.get_by_role("button", name="Hand in for all of you").click()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()
    desk = open_as(cast.tess, "/review/")
    desk.get_by_role("link", name="Lena Sample, Paul Sample and Rosa Sample").first.click()
    expect(desk.locator('.player__mark-at[data-kind="seen"]')).to_have_count(2)
    expect(desk.get_by_role("button", name="1:12 Worked well")).to_be_visible()


def test_what_is_recorded_in_the_room_is_kept_and_lined_up_by_itself(played: Group, open_as: Open):
    page = open_as(played.rosa, f"{played.path}/room", width=390)
    page.get_by_text("Record your practice", exact=True).click()
    page.get_by_role("button", name="Record sound only").click()
    page.get_by_role("button", name="Start recording").click()
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"0:0[1-9]"), timeout=30_000)
    assert page.locator("[data-live]").is_visible(), "the clock stays before one's eyes"
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Keep this recording").click()
    expect(page.get_by_text("Lined up by the clock of the room.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Asked, and not answered yet: Lena Sample, Paul Sample")).to_be_visible()
    assert barriers(page) == []
    db.remove()
    [kept] = queries.kept(played.room(), played.rosa.id)
    assert kept.recording.starts_ms < 0, "it began after the clock"
