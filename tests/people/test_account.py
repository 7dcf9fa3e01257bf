"""One's own account."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.people import queries
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.people.conftest import PASSWORD, enter, is_in
from tests.people.test_sign_in import token_in

NEW = "nine loud mountains"


def browser(app: Flask) -> FlaskClient:
    client = app.test_client()
    enter(client)
    return client


def test_name_and_zone_are_kept(ada: Person, app: Flask):
    client = browser(app)
    assert client.post("/account", data={"name": "Ada  B.\nExample", "zone": "tokyo"}).status_code == 303
    kept = queries.person(ada.id)
    assert (kept.name, kept.zone_name) == ("Ada B. Example", "Asia/Tokyo")
    assert "Asia/Tokyo" in client.get("/account").text


def test_a_name_that_nobody_can_see_is_refused_with_a_sentence(ada: Person, app: Flask):
    answer = browser(app).post("/account", data={"name": "\u3164", "zone": "Asia/Tokyo"})
    assert answer.status_code == 422
    assert "at least one letter" in answer.text
    assert queries.person(ada.id).name == "Ada Example"


def test_a_zone_that_does_not_exist_is_refused_with_a_sentence(ada: Person, app: Flask):
    answer = browser(app).post("/account", data={"name": "Ada", "zone": "Atlantis"})
    assert answer.status_code == 422
    assert "don’t know this time zone" in answer.text
    assert 'value="Atlantis"' in answer.text


def test_changing_the_password_signs_out_every_other_browser(ada: Person, app: Flask):
    here, there = browser(app), browser(app)
    before = token_in(here)
    assert here.post("/account/password", data={"old": PASSWORD, "password": NEW}).status_code == 303
    assert token_in(here) != before
    assert is_in(here)
    assert not is_in(there)
    assert enter(app.test_client(), password=NEW).status_code == 303


def test_the_current_password_must_be_known_to_change_it(ada: Person, app: Flask):
    here, there = browser(app), browser(app)
    answer = here.post("/account/password", data={"old": "something else", "password": NEW})
    assert answer.status_code == 422
    assert "current password" in answer.text
    assert is_in(there)
    assert enter(app.test_client(), password=NEW).status_code == 422


def test_one_browser_is_signed_out_from_another(ada: Person, app: Flask):
    here, there = browser(app), browser(app)
    other = queries.sign_ins_of(ada, clock.now())[0]  # the one that was seen last
    here.post(f"/account/sign-ins/{other.id}/sign-out")
    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_signed_out_at_once(ada: Person, app: Flask):
    here, *others = (browser(app) for _ in range(3))
    assert len(re.findall(r"/account/sign-ins/\d+/sign-out", here.get("/account").text)) == 2
    here.post("/account/sign-ins/sign-out")
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_the_sign_in_of_somebody_else(
    ada: Person, app: Flask, cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    client = browser(app)
    mine = queries.sign_ins_of(ada, clock.now())[0]
    for other in (cast.lena, cast.cora, cast.otto):
        assert sign_in(other).post(f"/account/sign-ins/{mine.id}/sign-out").status_code == 404
    assert is_in(client)


def test_a_zone_is_written_the_same_everywhere(ada: Person, app: Flask):
    client = browser(app)
    client.post("/account", data={"name": "Ada", "zone": "America/New York"})
    page = client.get("/account").text
    assert 'value="America/New York"' in page and "Times in America/New York" in page
    assert "America/New_York" not in page
