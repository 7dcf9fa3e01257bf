"""A real browser for tests, and the app of this process on a port of its own."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from lms.people.models import Person
from tests.kit.chromium import FLAGS, executable

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Closed with its module: while it is open, nothing in this process can run asyncio."""
    assert executable(), "no Chromium: run python -m tests.kit.chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """Where the app answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def open_as(served: str, browser: Browser, sign_in: Callable[[Person], FlaskClient]) -> Iterator[Open]:
    """A page, so many pixels wide, on which a person is signed in. Whatever the console complains of is a failure."""
    contexts, complaints = [], []

    def opened(person: Person, path: str, width: int = 1280) -> Page:
        cookie = sign_in(person).get_cookie("attune")
        assert cookie
        context = browser.new_context(base_url=served, viewport={"width": width, "height": 800})
        contexts.append(context)
        context.add_cookies([{"name": "attune", "value": cookie.value, "url": served}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []
