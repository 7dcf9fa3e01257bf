"""However long a word is that somebody types, no page grows wider than its window."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from lms.core import clock, storage
from lms.core.db import db
from lms.feedback import actions as feedback
from lms.feedback import queries
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.kit.cast import Cast

ADDRESS = "https://example.org/" + "y" * 140
NAME = "integration_plan_" * 12 + ".pdf"
Open = Callable[[Person, str, int], Page]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def thread(cast: Cast) -> FeedbackThread:
    """Work of Lena's with one long word in it, and a file with a long name."""
    assignment = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(assignment.id, cast.here)
    assert here
    draft = practice.open_draft(here, cast.lena, clock.now())
    practice.attach(draft, NAME, practice.keep_bytes(storage.store(), BytesIO(b"plan")), clock.now())
    practice.hand_in(here, cast.lena, f"See {ADDRESS}", 0, clock.now())
    thread = db.scalars(select(FeedbackThread).options(*queries.framed())).one()
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


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_name_of_a_file_is_seen_whole_and_its_button_stays_within_reach(
    cast: Cast, thread: FeedbackThread, open_as: Open, width: int
):
    page = open_as(cast.lena, f"/assignments/{thread.submission.assignment_id}", width)
    assert fits(page)
    shown_whole(page.get_by_role("link", name=NAME))
    page.get_by_role("button", name=f"Remove {NAME}").click()
    expect(page.get_by_role("button", name=f"Remove {NAME}")).to_have_count(0)
    for address in (f"/submissions/{thread.submission_id}/receipts/1", f"/threads/{thread.id}"):
        page.goto(address)
        assert fits(page)
        shown_whole(page.get_by_role("link", name=NAME))


def shown_whole(link: Locator) -> None:
    """Nothing of it lies beyond the edge of the list that it stands in."""
    assert link.evaluate(
        "link => link.getBoundingClientRect().right <= link.closest('ul, table').getBoundingClientRect().right"
    )
