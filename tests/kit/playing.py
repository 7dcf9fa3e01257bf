"""What a player in a browser does."""

from playwright.sync_api import Page


def time_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def played_until(page: Page, second: float) -> None:
    """Wait until it plays beyond a second. Playwright's own way is a string, which the policy lets nobody eval."""
    for _ in range(200):
        if time_of(page) > second:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it stands at {time_of(page)}: {page.locator('course-player').get_attribute('data-state')}")
