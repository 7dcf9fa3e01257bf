"""Whoever signs out leaves nothing behind in the browser; whoever's sign-in merely ends finds their words again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

SECRET = "What the client said about her brother."


def write_without_sending(page: Page) -> None:
    """Type a message into the first thread of the list."""
    page.goto("/feedback/")
    page.locator("main a[href*='/threads/']").first.click()
    page.get_by_label("Your message").fill(SECRET)
    assert SECRET in page.evaluate("JSON.stringify({...localStorage})")


def test_signing_out_takes_ones_unsent_words_along_and_leaves_others(visit: Callable[..., Page]):
    page = visit("learner")
    write_without_sending(page)
    page.evaluate("localStorage.setItem('draft:999999:/assignments/1/draft', 'of somebody else')")
    page.locator("summary.account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert SECRET not in kept
    assert "of somebody else" in kept


def test_back_after_signing_out_shows_nothing(visit: Callable[..., Page]):
    page = visit("learner")
    page.goto("/feedback/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("summary.account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.go_back()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_sign_in_that_ends_by_itself_leaves_the_words(visit: Callable[..., Page]):
    page = visit("learner")
    write_without_sending(page)
    page.context.clear_cookies()
    page.reload()
    page.wait_for_url(re.compile("/sign-in"))
    assert SECRET in page.evaluate("JSON.stringify({...localStorage})")
