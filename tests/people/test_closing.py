"""Accounts that are closed: nobody gets in by any door, and all is there once they are opened again."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.cohorts.queries import trainers_of
from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.notices import actions as notices
from lms.people import actions, queries
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.people.conftest import enter, is_in, links

SignedIn = Callable[[Person], FlaskClient]


@pytest.fixture
def closed(ada: Person) -> Person:
    with transaction():
        actions.close_account(queries.person(ada.id), None, clock.now())
    return ada


def test_a_coordinator_closes_an_account_and_opens_it_again(ada: Person, cast: Cast, client, sign_in: SignedIn):
    cora = sign_in(cast.cora)
    enter(client)
    assert is_in(client)
    assert "Close the account of Ada Example?" in cora.get("/people/").text
    assert cora.post(f"/people/{ada.id}/closing").status_code == 303
    assert not is_in(client)
    answer = enter(client)
    assert answer.status_code == 422 and "This account is closed" in answer.text
    assert "Open again" in cora.get("/people/?q=Ada").text
    assert cora.post(f"/people/{ada.id}/reopening").status_code == 303
    assert not is_in(client)
    enter(client)
    assert is_in(client)


def test_whoever_guesses_wrongly_does_not_learn_that_it_is_closed(closed: Person, client: FlaskClient):
    assert "closed" not in enter(client, password="wrong as can be").text


def test_nobody_closes_their_own_account_nor_does_anybody_but_a_coordinator(cast: Cast, sign_in: SignedIn):
    for person in (cast.cora, cast.lena, cast.tess, cast.otto):
        assert sign_in(person).post(f"/people/{cast.cora.id}/closing").status_code == 404
    assert not queries.is_closed(cast.cora)


def test_no_letter_opens_a_closed_account(ada: Person, cast: Cast, client: FlaskClient):
    client.post("/password-reset", data={"email": ada.email})
    with transaction():
        noa = actions.invite("noa@clinic.example", "Noa", cast.cora, clock.now())
        for person in (ada, noa):
            actions.close_account(person, cast.cora, clock.now())
    addresses = [*links("password-reset"), *links("invitation")]
    assert len(addresses) == 2
    for address in addresses:
        assert client.get(address).status_code == 410
    client.post("/password-reset", data={"email": ada.email})
    assert len(links("password-reset")) == 1
    with pytest.raises(Refused, match="closed"):
        actions.invite(ada.email, "Ada", cast.cora, clock.now())
    with pytest.raises(Refused, match="closed"):
        actions.invite_again(queries.person(noa.id), cast.cora, clock.now())


def test_a_closed_account_gets_no_mail(cast: Cast, settings: Settings, app: Flask):
    with transaction():
        actions.close_account(cast.tess, cast.cora, clock.now())
        for person in (cast.tess, cast.lena):
            notices.mail(person, "new-message", key=f"test-{person.id}", who="Paul", title="Practice", link="/")
    before = set((settings.home / "mail").glob("*"))
    with app.app_context():
        assert outbox.deliver({"mail": notices.carrier(settings)}) == 2
    sent = set((settings.home / "mail").glob("*")) - before
    assert [cast.lena.email in mail.read_text() for mail in sent] == [True]
    assert cast.tess.id in {trainer.id for trainer in trainers_of(cast.here.id)}


def test_closing_twice_is_fine(closed: Person, cast: Cast):
    actions.close_account(closed, cast.cora, clock.now())
    actions.reopen_account(closed, cast.cora, clock.now())
    db.commit()
    assert not queries.is_closed(closed)
