"""Limits of accounts, and where a link to sign in may lead."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.people import rules

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = {
    "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Windows",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {WEBKIT} Version/18.0 Safari/604.1": "Safari on iPhone",
    f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/140.0 Mobile Safari/537.36": "Chrome on Android",
    "": "A browser",
}


@given(st.text() | st.text("/\\:.@?#ahtps \t\n").map(lambda rest: f"/{rest}"))
@example("//elsewhere.example")
@example("/\\elsewhere.example")
@example("/\t/elsewhere.example")
@example("https://elsewhere.example")
@example("/today?next=//elsewhere.example")
def test_nobody_is_sent_off_the_site(address: str):
    target = urlsplit(urljoin("https://attune.example/sign-in", rules.local_path(address).replace("\\", "/")))
    assert (target.scheme, target.netloc) == ("https", "attune.example")


def test_a_page_of_ours_is_kept_with_its_query():
    assert rules.local_path("/classes/3?cohort=kap#agenda") == "/classes/3?cohort=kap#agenda"
    assert rules.local_path(None) == rules.HOME


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/New_York", "America/New_York"),
        (" america/chicago ", "America/Chicago"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("us/eastern", "US/Eastern"),
        ("EST", None),
        ("CST6CDT", None),
        ("Atlantis", None),
        ("", None),
        ("/", None),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(text: str, zone: str | None):
    assert rules.zone_named(text) == zone


def test_each_zone_that_is_offered_can_be_chosen():
    assert [zone for zone in rules.ZONES if rules.zone_named(zone) != zone] == []


@pytest.mark.parametrize(
    "password", ["short one", "aaaaaaaaaaaaaaaa", "ada@clinic.example", "Ada B. Example", "x y " * 100]
)
def test_a_password_that_is_easy_to_guess_will_not_do(password: str):
    assert rules.weakness(password, "ada@clinic.example", "Ada B. Example")


def test_a_few_words_will_do():
    assert rules.weakness("seven quiet rivers", "ada@clinic.example", "Ada Example") is None


@pytest.mark.parametrize(("user_agent", "name"), BROWSERS.items())
def test_a_browser_is_named_as_its_owner_would(user_agent: str, name: str):
    assert rules.browser_named(user_agent) == name


@pytest.mark.parametrize(
    "name", ["Ada Example", "Noa", "李", "علی‌رضا", "O’Brien-Ní Dhomhnaill", "José María 2nd", "क्‍ष"]
)
def test_a_name_is_what_people_can_read(name: str):
    assert rules.name_fault(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "\u200b",
        "\u3164",
        "\u3164\u3164",
        "Tess\u200bSample",
        "Tess\u202eSample",
        "A\0da",
        "\ud800a",
        "2",
        "…",
        "\u200d",
    ],
)
def test_a_name_that_hides_something_will_not_do(name: str):
    assert rules.name_fault(name)
