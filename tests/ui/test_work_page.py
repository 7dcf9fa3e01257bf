"""Home practice in a real browser: nothing typed is lost between tabs, in tunnels, or to a file that doesn't fit."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lms.core.db import db
from lms.practice import queries
from lms.practice.queries import AssignmentHere
from tests.kit.cast import Cast

Open = Callable[..., Page]


@pytest.fixture
def here(cast: Cast) -> AssignmentHere:
    """The home practice of class 1, here."""
    assignment = queries.work_of(cast.lena.id, cast.here.id)[0].assignment
    found = queries.assignment_here(assignment.id, cast.here)
    assert found
    return found


@pytest.fixture
def address(here: AssignmentHere) -> str:
    return f"/assignments/{here.assignment.id}"


def type_and_wait_until_saved(page: Page, text: str) -> None:
    page.get_by_label("Your text").fill(text)
    expect(page.get_by_role("status").filter(has_text=re.compile(r"Saved \d"))).to_be_visible()


def test_two_tabs_are_put_together_after_a_reload_and_handed_in(cast: Cast, address: str, here, open_as: Open):
    desk, phone = open_as(cast.lena, address, 1280), open_as(cast.lena, address, 390)
    type_and_wait_until_saved(phone, "From the phone.")
    desk.get_by_label("Your text").fill("From the desk.")
    expect(desk.get_by_role("region", name="The other version")).to_have_text("From the phone.")
    desk.reload()
    expect(desk.get_by_label("Your text")).to_have_value("From the desk.")
    expect(desk.get_by_role("region", name="The other version")).to_have_text("From the phone.")
    expect(desk.get_by_text("3 of 500 words")).to_be_visible()
    desk.get_by_label("Your text").fill("From the desk. From the phone.")
    desk.get_by_role("button", name="Hand in").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Handed in")
    phone.get_by_label("Your text").fill("From the phone, later.")
    expect(phone.get_by_role("region", name="The other version")).to_have_text("From the desk. From the phone.")
    db.remove()
    latest = queries.latest_version(here, cast.lena.id)
    assert latest and latest.text == "From the desk. From the phone."


def test_a_conflict_that_the_server_finds_is_the_same_to_the_person(cast: Cast, address: str, open_as: Open):
    desk, phone = open_as(cast.lena, address, 1280), open_as(cast.lena, address, 390)
    type_and_wait_until_saved(phone, "From the phone.")
    desk.get_by_label("Your text").fill("From the desk.")
    desk.locator("form").filter(has=desk.get_by_label("Your text")).evaluate("form => form.submit()")
    for _ in range(2):
        expect(desk.get_by_role("region", name="The other version")).to_have_text("From the phone.")
        expect(desk.get_by_label("Your text")).to_have_value("From the desk.")
        desk.goto(address)
    desk.get_by_role("button", name="Keep what is in the field").click()
    expect(desk.get_by_role("status").filter(has_text=re.compile(r"Saved \d"))).to_be_visible()
    desk.reload()
    expect(desk.get_by_label("Your text")).to_have_value("From the desk.")


def test_handing_in_without_a_connection_keeps_the_page_and_the_words(cast: Cast, address: str, open_as: Open):
    page = open_as(cast.lena, address, 390)
    page.context.set_offline(True)
    page.get_by_label("Your text").fill("Typed in a tunnel.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("No connection. Your words are kept here; press “Hand in” again")).to_be_visible()
    expect(page.get_by_label("Your text")).to_have_value("Typed in a tunnel.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")


def test_going_back_after_handing_in_shows_that_it_is_handed_in(cast: Cast, address: str, open_as: Open):
    page = open_as(cast.lena, address, 390)
    page.get_by_label("Your text").fill("My plan.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")
    page.go_back()
    expect(page.get_by_role("button", name="Hand in again")).to_be_visible()
    page.get_by_role("button", name="Hand in again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")


def test_a_file_that_will_not_be_taken_is_named_before_it_is_sent(cast: Cast, address: str, open_as: Open):
    page = open_as(cast.lena, address, 390)
    page.get_by_label("Attach files").set_input_files({"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.get_by_role("alert")).to_have_text(re.compile("“empty.txt” is empty"))
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert page.url.endswith(address)
    page.get_by_label("Attach files").set_input_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"plan"})
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("link", name="plan.txt")).to_be_in_viewport()


def test_a_refusal_of_the_server_has_the_focus_and_leads_to_the_field(cast: Cast, address: str, open_as: Open):
    page = open_as(cast.lena, address, 390)
    page.locator("#files form").evaluate("form => form.submit()")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    expect(summary).to_contain_text("Please choose a file first")
    summary.get_by_role("link", name="Attach files").click()
    expect(page.get_by_label("Attach files")).to_be_in_viewport()
