"""A document in a real browser: by keyboard, with a clock, without a connection, and in two windows."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.core.db import db
from lms.practice.models import Draft, SubmissionVersion
from tests.kit.browser import Open
from tests.kit.cast import Cast

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def note(open_as: Open, cast: Cast, here) -> Callable[..., Page]:
    """Lena's page of the form."""
    return lambda width=1280: open_as(cast.lena, f"/assignments/{here.assignment.id}/document", width)


def field(page: Page, name: str):
    return page.locator(f'[name="a.{name}"]')


def saved(page: Page) -> None:
    """All that is typed has arrived."""
    expect(page.locator("saved-draft")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-line]")).to_have_text(re.compile(r"^Saved \d"))


def kept() -> dict:
    db.remove()
    return json.loads(db.scalars(select(Draft.answers)).one() or "")


def test_a_note_is_written_by_keyboard_and_handed_in(note: Callable[..., Page], here):
    page = note()
    page.evaluate(AXE.read_text())
    expect(field(page, "dose")).to_be_hidden()
    page.keyboard.press("Alt+n")
    expect(field(page, "case_code")).to_be_focused()
    page.keyboard.type("AB-12")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Yes", exact=True).first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(field(page, "go").first).to_be_checked()
    expect(field(page, "dose")).to_be_visible()
    expect(page.locator("#f-case_code-error")).to_have_text("This isn’t written as it has to be. Like AB-123.")
    field(page, "case_code").fill("AB-123")
    expect(page.locator("#f-case_code-error")).to_be_hidden()
    prompt = page.locator("#f-bp-prompt")
    expect(prompt).to_be_hidden()
    field(page, "bp").fill("145")
    expect(prompt).to_be_visible()
    field(page, "dose").fill("100")
    field(page, "weight").fill("64")
    expect(page.locator("[data-computed=ratio]")).to_have_text("1.56")
    page.get_by_role("button", name="The first dose is now").click()
    expect(page.locator("[data-clock-time]")).to_contain_text("T+ 0:0")
    rows = page.locator("#f-vitals-rows")
    rows.get_by_role("button", name="T+0").click()
    expect(field(page, "vitals.0.sys")).to_be_focused()
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    page.keyboard.type("80")
    rows.get_by_role("button", name="T+15").click()
    page.keyboard.type("999")
    rows.get_by_role("button", name="Now").click()
    expect(field(page, "vitals.2.t")).to_have_value("0")
    for row in (2, 1):
        rows.locator(f'[data-entry="{row}"]').get_by_role("button", name="Take this row out").click()
    rows.get_by_role("button", name="Put it back").click()
    expect(field(page, "vitals.1.sys")).to_have_value("999")
    rows.locator('[data-entry="1"]').get_by_role("button", name="Take this row out").click()
    saved(page)
    assert [one["id"] for one in page.evaluate("axe.run()")["violations"]] == []
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Not handed in yet")).to_be_visible()
    page.locator("[data-missing-list]").get_by_role("link", name="“Plan” is missing.").click()
    expect(field(page, "plan")).to_be_focused()
    page.keyboard.type("See them tomorrow.")
    page.get_by_label("I checked this text").check()
    expect(page.locator("[data-missing-count]")).to_have_text("Nothing is missing")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()
    db.remove()
    answers = json.loads(db.scalars(select(SubmissionVersion.answers)).one() or "")
    assert answers["vitals"] == [{"t": 0, "sys": 120, "dia": 80}] and answers["dose"] == "100"


def test_what_is_typed_without_a_connection_comes_back_with_all_its_rows(note: Callable[..., Page]):
    page = note(width=390)
    field(page, "plan").fill("Before the line was cut")
    saved(page)
    page.context.route("**/document/draft*", lambda route: route.abort())
    page.locator("#f-vitals-rows [data-add]").click()
    field(page, "vitals.0.t").fill("15")
    page.locator("#f-vitals-rows [data-add]").click()
    field(page, "vitals.1.sys").fill("131")
    field(page, "go").first.check()
    field(page, "dose").fill("50")
    expect(page.locator("saved-draft")).to_have_attribute("data-state", "offline")
    assert "vitals" not in kept()
    page.context.unroute("**/document/draft*")
    page.reload()
    expect(field(page, "vitals.1.sys")).to_have_value("131")
    expect(field(page, "dose")).to_be_visible()
    saved(page)
    assert kept()["vitals"] == [{"t": 15}, {"sys": 131}] and kept()["dose"] == "50"
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_two_windows_are_told_of_each_other_and_one_takes_the_others_rows(note: Callable[..., Page]):
    one, other = note(), note()
    field(one, "plan").fill("At the desk")
    one.locator("#f-vitals-rows [data-add]").click()
    field(one, "vitals.0.sys").fill("120")
    saved(one)
    field(other, "plan").fill("On the phone")
    conflict = other.locator("[data-conflict]")
    expect(conflict).to_be_visible()
    expect(conflict.locator("[data-other]")).to_contain_text("Plan: At the desk")
    assert kept()["plan"] == "At the desk"
    conflict.get_by_role("button", name="Take the other version").click()
    expect(field(other, "plan")).to_have_value("At the desk")
    expect(field(other, "vitals.0.sys")).to_have_value("120")
    expect(other.locator("[data-mine]")).to_contain_text("Plan: On the phone")
