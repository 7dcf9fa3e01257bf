"""Where one is stands out in the navigation, and nobody is left without a way on."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.people.models import Person
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


def marked(page: str) -> list[str]:
    """The entries that say that one is there."""
    return re.findall(r'aria-current="page">.*?<span>(\w+)</span>', page)


@pytest.mark.parametrize(
    ("who", "path", "entries"),
    [
        ("lena", "/today", ["Today"]),
        ("lena", "/classes/1/handouts/h1-1", ["Classes"]),
        ("lena", "/assignments/1", ["Classes"]),
        ("lena", "/demonstrations/1", ["Classes"]),
        ("tess", "/demonstrations/1/upload", ["Classes"]),
        ("tess", "/questions/", ["Review"]),
        ("cora", "/people/invite", ["People"]),
        ("cora", "/account", []),
    ],
)
def test_each_page_belongs_to_an_entry(cast: Cast, sign_in: SignIn, who: str, path: str, entries: list[str]):
    page = sign_in(getattr(cast, who)).get(path)
    assert page.status_code == 200
    assert marked(page.text) == entries
    assert ('<summary class="account" aria-current="true">' in page.text) == (path == "/account")


@pytest.mark.parametrize("path", ["/nothing-here", "/threads/999", "/classes/1?cohort=elsewhere", "/review/"])
def test_who_is_signed_in_goes_on_from_an_error_by_the_navigation(cast: Cast, sign_in: SignIn, path: str):
    page = sign_in(cast.lena).get(path)
    assert page.status_code in (403, 404)
    assert 'class="site-nav"' in page.text and 'href="/feedback/"' in page.text and "Lena Sample" in page.text


def test_a_stranger_is_shown_an_error_without_navigation(client: FlaskClient):
    page = client.get("/nothing-here")
    assert page.status_code == 404 and "site-nav" not in page.text
