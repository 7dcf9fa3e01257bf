"""Guessing is slowed down; people who mistype once aren't."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.people import passwords
from lms.people.models import Person
from tests.people.conftest import PASSWORD, enter, is_in, links

pytestmark = pytest.mark.usefixtures("limits")


def test_five_failures_for_an_address_are_enough(ada: Person, app: Flask):
    for n in range(5):
        assert enter(app.test_client(), password=f"guess {n}").status_code == 422
    answer = enter(app.test_client(), "Ada@clinic.example")
    assert answer.status_code == 429
    assert re.search(r"Please wait 1[45] minutes, or choose a new password", answer.text)
    assert 800 < int(answer.headers["Retry-After"]) <= 901  # Flask-Limiter ends its window on the next whole second


def test_a_stranger_who_guesses_elsewhere_locks_nobody_out_and_gets_no_further_from_everywhere(
    ada: Person, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(passwords, "matches", lambda _, password: password == PASSWORD)  # fifty times, without the work
    for n in range(50):
        there = {"REMOTE_ADDR": f"203.0.113.{n // 5}"}
        data = {"email": ada.email, "password": f"guess {n}"}
        assert app.test_client().post("/sign-in", data=data, environ_overrides=there).status_code == 422
        if n in (5, 40):
            assert enter(app.test_client()).status_code == 303
    assert enter(app.test_client()).status_code == 429


def test_others_still_get_in_meanwhile(ada: Person, app: Flask, client: FlaskClient):
    for n in range(5):
        enter(app.test_client(), "somebody@clinic.example", f"guess {n}")
    enter(client)
    assert is_in(client)


def test_success_is_not_counted_as_failure(ada: Person, app: Flask):
    assert [enter(app.test_client()).status_code for _ in range(8)] == [303] * 8


def test_one_address_of_the_network_gets_ten_attempts_a_minute(ada: Person, app: Flask):
    answers = [enter(app.test_client(), f"person-{n}@clinic.example").status_code for n in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_three_letters_an_hour_are_enough(ada: Person, client: FlaskClient):
    answers = [client.post("/password-reset", data={"email": ada.email}).status_code for _ in range(5)]
    assert answers == [200] * 3 + [429] * 2
    assert len(links("password-reset")) == 3
