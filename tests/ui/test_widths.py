"""However long a word is that somebody types, no page grows wider than its window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions as feedback
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.kit.cast import Cast

ADDRESS = "https://example.org/" + "y" * 140
Open = Callable[[Person, str, int], Page]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def thread(cast: Cast) -> FeedbackThread:
    """Work of Lena's with one long word in it."""
    assignment = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(assignment.id, cast.here)
    assert here
    practice.hand_in(here, cast.lena, f"See {ADDRESS}", 0, clock.now())
    thread = db.scalars(select(FeedbackThread)).one()
    db.commit()
    return thread


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_address_in_a_message_breaks_and_can_be_clicked(
    cast: Cast, thread: FeedbackThread, open_as: Open, width: int
):
    feedback.post(thread, cast.tess, f"Read {ADDRESS} and\n\n- {ADDRESS}\n\n> {ADDRESS}", "key", 0, clock.now())
    db.commit()
    page = open_as(cast.lena, f"/threads/{thread.id}", width)
    assert fits(page)
    expect(page.locator(".message").get_by_role("link", name=ADDRESS).first).to_have_attribute("href", ADDRESS)
