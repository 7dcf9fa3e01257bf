"""Editing in a browser: what is typed outlives the page until it has arrived, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions
from lms.feedback.models import FeedbackThread, Message
from tests.kit.browser import Open
from tests.kit.cast import Cast


@pytest.fixture
def said(cast: Cast, thread: FeedbackThread) -> Message:
    made = actions.post(thread, cast.tess, "You waited long enough.", "key", 0, clock.now())
    db.commit()
    return made


def test_an_edit_that_was_not_saved_is_back_after_a_reload_and_gone_once_it_has_arrived(
    cast: Cast, thread: FeedbackThread, said: Message, open_as: Open
):
    page = open_as(cast.tess, f"/threads/{thread.id}", width=390)
    page.locator(".reword > summary").press("Enter")
    field = page.get_by_label("Edit your message")
    field.fill("You waited well.")
    page.reload()
    expect(field).to_be_visible()
    expect(field).to_have_value("You waited well.")
    expect(page.get_by_text("What you had typed here and not saved is back.")).to_be_visible()
    field.press("Control+Enter")
    expect(page.get_by_text("Edited")).to_be_visible()
    expect(page.locator(".message__body").get_by_text("You waited well.")).to_be_visible()
    page.reload()
    expect(field).to_be_hidden()
    assert db.get_one(Message, said.id, populate_existing=True).text == "You waited well."


def test_taking_back_asks_first_and_says_why(cast: Cast, thread: FeedbackThread, said: Message, open_as: Open):
    page = open_as(cast.tess, f"/threads/{thread.id}", width=390)
    page.locator(".message .confirm > summary").press("Enter")
    expect(page.get_by_role("button", name="Not now")).to_be_focused()
    page.get_by_label("Why").select_option("It was sent to the wrong place")
    page.get_by_role("button", name="Take back", exact=True).last.click()
    expect(page.get_by_text("You took this back")).to_be_visible()
