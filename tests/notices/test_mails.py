"""What letters say."""

from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from lms.core.settings import Settings
from lms.notices.mails import Outsider, compose
from tests.kit.cast import Cast

LETTERS: dict[str, dict[str, Any]] = {
    "invitation": {
        "by": "Cora Sample",
        "link": "/invitations/s",
        "until": "2026-11-26T17:00:00+00:00",
        "title": "",
        "begins": "",
    },
    "password-reset": {"link": "/password-reset/s", "until": "2026-11-26T17:00:00+00:00"},
    "calibration-set-up": {"who": "Tess Sample", "title": "Home practice", "link": "/calibrations/7"},
    "new-message": {"who": "Tess Sample", "title": "Home practice", "link": "/threads/7"},
    "handed-in": {"title": "Home practice", "link": "/threads/7", "at": "2026-11-26T17:00:00+00:00"},
    "consent": {"by": "Tess", "use": "playing", "link": "/consents/s", "asked": "2026-11-26T17:00:00+00:00"},
    "classes-moved": {
        "cohort": "here",
        "classes": [
            {
                "number": 3,
                "title": "Set & setting",
                "before": "2026-11-24T17:00:00+00:00",
                "after": "2026-11-26T17:00:00+00:00",
            }
        ],
        "work": [{"number": 2, "title": "A plan", "due": "2026-11-25T17:00:00+00:00"}],
    },
    "enrolled": {
        "title": "Spring 2027",
        "role": "learner",
        "by": "Cora Sample",
        "number": 1,
        "begins": "2026-11-26T17:00:00+00:00",
        "link": "/classes/?cohort=spring",
    },
}


@pytest.fixture
def said(app: Flask, cast: Cast, settings: Settings):  # type: ignore[no-untyped-def]
    """The mail to Lena, who lives in Chicago."""

    def composed(template: str, **more: Any) -> EmailMessage:
        with app.app_context():
            return compose(cast.lena, template, "key", LETTERS[template] | more, settings)

    return composed


def parts(mail: EmailMessage) -> list[str]:
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.parametrize("template", LETTERS)
def test_text_and_html_greet_the_reader_and_link_to_the_site(said, template: str):  # type: ignore[no-untyped-def]
    for text in parts(said(template)):
        assert "Lena Sample" in text
        assert f"http://localhost:8000{LETTERS[template].get('link', '/classes/3')}" in text


@pytest.mark.parametrize("template", [name for name, context in LETTERS.items() if "T17:00" in str(context)])
def test_times_are_in_the_readers_zone_and_name_it(said, template: str):  # type: ignore[no-untyped-def]
    for text in parts(said(template)):
        assert "Thursday, November 26, 2026, 11:00 AM CST" in text


def test_what_people_are_called_is_text_in_html_and_as_it_is_in_plain(said):  # type: ignore[no-untyped-def]
    plain, html = parts(said("new-message", who="<b>Ann & Bo</b>"))
    assert "<b>Ann & Bo</b>" in plain
    assert "&lt;b&gt;Ann &amp; Bo&lt;/b&gt;" in html


def test_a_request_for_a_way_in_names_no_inviter(said):  # type: ignore[no-untyped-def]
    for text in parts(said("invitation", by="")):
        assert "has invited you" not in text


def test_whoever_has_no_account_is_written_to_by_the_name_that_was_given(app: Flask, settings: Settings):
    with app.app_context():
        mail = compose(Outsider("Jane Doe", "jane@clinic.example"), "consent", "key", LETTERS["consent"], settings)
    assert mail["To"] == "Jane Doe <jane@clinic.example>"
    for text in parts(mail):
        assert "Hello Jane Doe" in text
        assert "5:00 PM UTC" in text


def test_an_invitation_to_a_cohort_names_it_and_when_it_begins(said):  # type: ignore[no-untyped-def]
    for text in parts(said("invitation", title="Spring 2027", begins="2026-12-01T17:00:00+00:00")):
        assert "invited you to take part in “Spring 2027” on Attune" in text
        assert "Tuesday, December 1, 2026, 11:00 AM CST" in text


def test_work_that_moved_with_a_class_is_named_with_its_new_due_time(said):  # type: ignore[no-untyped-def]
    for text in parts(said("classes-moved")):
        assert "Home practice of class 2, “A plan”: " in text
        assert "Wednesday, November 25, 2026, 11:00 AM CST" in text
    moved = LETTERS["classes-moved"]["classes"][0]
    assert said("classes-moved")["Subject"] == "Class 3 has moved: Thu, Nov 26, 11:00 AM CST"
    assert said("classes-moved", classes=[moved, moved | {"number": 4}])["Subject"] == "Classes 3 to 4 have moved"
