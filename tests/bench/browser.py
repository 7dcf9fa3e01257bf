"""Chromium, as the browser tests start it, with a visitor's cookies."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.kit.chromium import FLAGS, executable
from tests.kit.visitor import Visitor


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser, closed at the end."""
    assert executable(), "no Chromium: run python -m tests.kit.chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Browser, visitor: Visitor, url: str) -> Iterator[BrowserContext]:
    """A fresh profile, nothing in its cache, in which the visitor is signed in."""
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in visitor.cookies.items()])
    try:
        yield context
    finally:
        context.close()
