"""The bell of a page that stays open, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lms.core.db import transaction
from lms.notices import actions as notices
from tests.kit.cast import Cast
from tests.notices.conftest import tell

Open = Callable[..., Page]
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}"""


class Clock:
    """The page's own clock, which runs when it is told to; and what the bell has asked meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked = page, 0
        page.on("request", self._note)

    def _note(self, request: object) -> None:
        self.asked += getattr(request, "url", "").endswith("/notices/unread")

    def run_minutes(self, minutes: float) -> int:
        """Let so many minutes pass; give how often the bell has asked in them."""
        before = self.asked
        self.page.clock.run_for(int(minutes * 60_000))
        self.page.evaluate("fetch('/healthz').then(answer => answer.text())")  # what was asked before comes before
        return self.asked - before


@pytest.fixture
def opened(open_as: Open, cast: Cast) -> tuple[Page, Clock]:
    page = open_as(cast.lena, "/account")
    page.clock.install()
    page.reload()
    return page, Clock(page)


def test_the_number_comes_and_goes_while_the_page_stays_open(opened: tuple[Page, Clock], cast: Cast):
    page, clock = opened
    bell = page.get_by_role("link", name="Notices")
    expect(bell.locator("[data-unread]")).to_be_hidden()
    tell(cast.lena)
    clock.run_minutes(1.2)
    expect(bell.locator("[data-number]")).to_have_text("1")
    expect(page.get_by_role("link", name="Notices 1 unread")).to_be_visible()
    with transaction():
        notices.read_all(cast.lena.id)
    clock.run_minutes(1.2)
    expect(bell.locator("[data-unread]")).to_be_hidden()


def test_nothing_is_asked_while_nobody_looks_and_what_is_due_when_they_come_back(
    opened: tuple[Page, Clock], cast: Cast
):
    page, clock = opened
    page.evaluate(HIDE, True)
    assert clock.run_minutes(10) == 0
    tell(cast.lena)
    page.evaluate(HIDE, False)
    expect(page.locator("[data-number]")).to_have_text("1")
    assert clock.asked == 1


def test_while_the_server_is_away_the_bell_asks_ever_more_seldom(opened: tuple[Page, Clock]):
    page, clock = opened
    page.route("**/notices/unread", lambda route: route.fulfill(status=503))
    assert sum(clock.run_minutes(1) for _ in range(15)) <= 4
    page.unroute("**/notices/unread")


def test_whoever_is_signed_out_meanwhile_is_asked_for_no_more(opened: tuple[Page, Clock], cast: Cast):
    page, clock = opened
    page.context.clear_cookies()
    assert clock.run_minutes(1.2) == 1
    assert clock.run_minutes(10) == 0


def test_the_bell_leads_to_the_list(opened: tuple[Page, Clock]):
    page, _ = opened
    page.get_by_role("link", name="Notices").click()
    expect(page.get_by_role("heading", name="Notices", level=1)).to_be_visible()
