"""A real browser, and the app on a port of its own."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from lms.people.models import Person
from tests.kit.chromium import FLAGS, executable


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The app on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def open_as(
    site: str, browser: Browser, sign_in: Callable[[Person], FlaskClient]
) -> Iterator[Callable[[Person, str, int], Page]]:
    """A page, so many pixels wide, on which a person is signed in. An error of a script is a failure."""
    contexts, faults = [], []

    def opened(person: Person, path: str, width: int) -> Page:
        cookie = sign_in(person).get_cookie("attune")
        assert cookie
        context = browser.new_context(base_url=site, viewport={"width": width, "height": 844})
        contexts.append(context)
        context.add_cookies([{"name": "attune", "value": cookie.value, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
