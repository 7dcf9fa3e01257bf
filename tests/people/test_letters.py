"""The letters that let people in: password resets and invitations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import transaction
from lms.core.errors import Refused
from lms.people import actions, queries, rules
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.people.conftest import enter, is_in, links

NEW = "nine loud mountains"
SignedIn = Callable[[Person], FlaskClient]
ACCEPTED = {"name": "Noa New", "zone": "chicago", "password": NEW}


def test_a_forgotten_password_is_chosen_anew_once_and_ends_every_sign_in(ada: Person, app: Flask, client: FlaskClient):
    elsewhere = app.test_client()
    enter(elsewhere)
    client.post("/password-reset", data={"email": "ADA@clinic.example"})
    [link] = links("password-reset")
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": NEW}).location == "/sign-in"
    assert not is_in(elsewhere)
    assert client.get(link).status_code == client.post(link, data={"password": "another one for me"}).status_code == 410
    assert enter(client).status_code == 422
    assert enter(client, password=NEW).status_code == 303


def test_asking_is_answered_alike_whether_there_is_an_account_or_not(ada: Person, client: FlaskClient):
    known, unknown = (client.post("/password-reset", data={"email": f"{who}@clinic.example"}) for who in ("ada", "bob"))
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("ada@", "bob@") == unknown.text
    assert len(links("password-reset")) == 1


def test_a_weak_password_is_refused_beside_its_field_and_the_link_stays_good(ada: Person, client: FlaskClient):
    client.post("/password-reset", data={"email": ada.email})
    [link] = links("password-reset")
    answer = client.post(link, data={"password": "short"})
    assert answer.status_code == 422
    assert "at least 12 characters" in answer.text
    assert client.post(link, data={"password": NEW}).status_code == 303


def test_choosing_a_password_makes_every_other_link_void(ada: Person, client: FlaskClient):
    for _ in range(2):
        client.post("/password-reset", data={"email": ada.email})
    first, second = links("password-reset")
    client.post(second, data={"password": NEW})
    assert client.get(first).status_code == 410


def test_a_reset_is_good_for_an_hour(ada: Person, client: FlaskClient):
    client.post("/password-reset", data={"email": ada.email})
    [link] = links("password-reset")
    with clock.at(clock.now() + rules.RESET_LASTS):
        assert client.get(link).status_code == 410


def test_of_two_who_use_one_link_at_once_the_second_is_refused(ada: Person, client: FlaskClient):
    client.post("/password-reset", data={"email": ada.email})
    secret = links("password-reset")[0].rsplit("/", 1)[1]
    seen_by_both = queries.open_reset(secret, clock.now())
    with transaction():
        actions.reset_password(queries.open_reset(secret, clock.now()), NEW, clock.now())
    with pytest.raises(Refused), transaction():
        actions.reset_password(seen_by_both, "another one for me", clock.now())
    assert enter(client, password=NEW).status_code == 303


def test_somebody_invited_makes_their_account_and_is_in(cast: Cast, sign_in: SignedIn, client: FlaskClient):
    answer = sign_in(cast.cora).post("/people/invite", data={"email": "Noa@Clinic.example", "name": "Noa"})
    assert answer.status_code == 303
    [link] = links("invitation")
    assert 'value="Noa"' in client.get(link).text
    assert client.post(link, data=ACCEPTED).location == "/today"
    assert is_in(client)
    noa = queries.person_by_email("noa@clinic.example")
    assert (noa.name, noa.zone_name) == ("Noa New", "America/Chicago")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"zone": "Atlantis"}, "don’t know this time zone"),
        ({"password": "short"}, "at least 12 characters"),
        ({"name": " "}, "give a name"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, client: FlaskClient, fault: dict[str, str], sentence: str
):
    with transaction():
        actions.invite("noa@clinic.example", "Noa", cast.cora, clock.now())
    [link] = links("invitation")
    answer = client.post(link, data=ACCEPTED | fault)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert queries.person_by_email("noa@clinic.example").name == "Noa"
    assert client.post(link, data=ACCEPTED).status_code == 303


def test_an_earlier_invitation_stays_good_until_one_is_accepted(cast: Cast, sign_in: SignedIn, client: FlaskClient):
    with transaction():
        noa = actions.invite("noa@clinic.example", "Noa", cast.cora, clock.now())
    sign_in(cast.cora).post(f"/people/{noa.id}/invitations")
    first, second = links("invitation")
    assert client.get(first).status_code == client.get(second).status_code == 200
    client.post(first, data=ACCEPTED)
    assert client.get(second).status_code == 410


def test_an_invitation_is_good_for_two_weeks(cast: Cast, client: FlaskClient):
    with transaction():
        actions.invite("noa@clinic.example", "Noa", cast.cora, clock.now())
    with clock.at(clock.now() + rules.INVITATION_LASTS - timedelta(minutes=1)):
        assert client.get(links("invitation")[0]).status_code == 200
    with clock.at(clock.now() + rules.INVITATION_LASTS):
        assert client.get(links("invitation")[0]).status_code == 410


def test_whoever_has_an_account_is_not_invited_anew(ada: Person, cast: Cast):
    with transaction():
        assert actions.invite("ADA@clinic.example", "Somebody else", cast.cora, clock.now()).id == ada.id
    assert links("invitation") == []
    assert queries.person_by_email(ada.email).name == "Ada Example"
    with pytest.raises(Refused):
        actions.invite_again(queries.person(ada.id), cast.cora, clock.now())


def test_somebody_invited_who_asks_for_a_password_is_invited_again(cast: Cast, client: FlaskClient):
    with transaction():
        actions.invite("noa@clinic.example", "Noa", cast.cora, clock.now())
    client.post("/password-reset", data={"email": "noa@clinic.example"})
    assert len(links("invitation")) == 2


def test_a_made_up_link_is_over_and_not_an_error(app: Flask, client: FlaskClient):
    assert client.get("/password-reset/made-up").status_code == client.get("/invitations/made-up").status_code == 410
