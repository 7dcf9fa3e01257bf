"""A browser, and a site with the sample cohort, for journeys."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lms.app.sample import PASSWORD
from tests.kit.engines.shares import share
from tests.kit.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product as `make run` starts it, with the sample cohort; its demonstrations have no videos yet."""
    site = Site(tmp_path_factory.mktemp("site") / "home", settings=share("site"))
    site.prepare()
    yield site.start()
    site.stop()


@pytest.fixture(scope="session")
def cookies(site: Site) -> dict[str, list[Any]]:
    """By person, what their browser keeps once they are signed in: nobody may sign in again and again."""
    return {}


@pytest.fixture
def visit(browser: Browser, site: Site, cookies: dict[str, list[Any]]) -> Iterator[Callable[..., Page]]:
    """Open a browser in which a sample person is signed in. An error of a script, or of the CSP, is a failure."""
    contexts, faults = [], []

    def signed_in(who: str | None, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": 900 if width > 600 else 844}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        if who is None:
            return page
        context.add_cookies(cookies.get(who, []))
        page.goto("/today")
        if page.url != f"{site.url}/today":
            page.get_by_label("E-mail").fill(f"{who}@sample.example")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{site.url}/today")
            cookies[who] = context.cookies()
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def axe() -> str:
    """The script that looks for barriers."""
    return (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
