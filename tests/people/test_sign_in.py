"""Signing in and out."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts.queries import present
from lms.core import clock
from lms.core.db import db, transaction
from lms.people import actions, passwords, queries, rules
from lms.people.models import Person, SignIn
from tests.people.conftest import PASSWORD, enter, is_in


def test_whoever_knows_the_password_is_in(ada: Person, client: FlaskClient):
    assert not is_in(client)
    answer = enter(client, "  ADA@Clinic.example ")
    assert (answer.status_code, answer.location) == (303, "/today")
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"), [("ada@clinic.example", "something else"), ("nobody@clinic.example", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    ada: Person, client: FlaskClient, email: str, password: str
):
    answer, other = enter(client, email, password), enter(client, ada.email, "wrong as well")
    assert answer.status_code == 422
    assert "don’t go together" in answer.text
    assert answer.text.replace(email, "") == other.text.replace(ada.email, "")


@pytest.mark.parametrize("email", ["ada@clinic.example", "nobody@clinic.example", "new@clinic.example"])
def test_every_attempt_costs_one_verification(
    ada: Person, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, email: str
):
    with transaction():
        db.add(Person(email="new@clinic.example", name="New, without a password", created_at=clock.now()))
    verified = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes):  # type: ignore[no-untyped-def]
            verified.append(password)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    enter(client, email, "something else")
    assert verified == ["something else"]


def test_a_person_without_a_password_cannot_sign_in_with_any(app: Flask, client: FlaskClient):
    with transaction():
        db.add(Person(email="new@clinic.example", name="New", created_at=clock.now()))
    assert enter(client, "new@clinic.example", "a password that nobody has").status_code == 422


def test_a_password_kept_with_old_parameters_is_kept_anew(ada: Person, client: FlaskClient):
    with transaction():
        queries.person_by_email(ada.email).password_hash = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    assert enter(client).status_code == 303
    kept = queries.person_by_email(ada.email).password_hash
    assert not passwords.is_outdated(kept)
    assert passwords.matches(kept, PASSWORD)


def test_the_cookie_holds_a_secret_that_the_database_does_not_and_that_is_new_each_time(ada: Person, app: Flask):
    secrets = set()
    for _ in range(2):
        client = app.test_client()
        enter(client)
        with client.session_transaction() as session:
            secrets.add(session["_user_id"])
    keys = set(db.scalars(select(SignIn.key)))
    assert len(secrets) == 2
    assert keys == {queries.key_of(secret) for secret in secrets}


@pytest.mark.parametrize(
    "target", ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(ada: Person, client: FlaskClient, target: str):
    assert enter(client, next=target).location == "/today"


def test_the_page_that_was_asked_for_comes_after_signing_in(ada: Person, client: FlaskClient):
    way = client.get("/account").location
    assert way.startswith("/sign-in?next=")
    assert 'name="next" value="/account"' in client.get(way).text
    assert enter(client, next="/account").location == "/account"


def test_signing_out_ends_the_sign_in_itself(ada: Person, app: Flask, client: FlaskClient):
    enter(client)
    with client.session_transaction() as session:
        stolen = session["_user_id"]
    assert client.post("/sign-out").status_code == 303
    assert not is_in(client)
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["_user_id"] = stolen
    assert not is_in(thief)


def test_a_sign_in_ends_after_a_month_of_absence(ada: Person, client: FlaskClient):
    enter(client)
    with clock.at(clock.now() + rules.SIGN_IN_LASTS - timedelta(minutes=1)):
        assert present(_secret(client), clock.now())
    with clock.at(clock.now() + rules.SIGN_IN_LASTS + timedelta(minutes=1)):
        assert not present(_secret(client), clock.now())


def test_a_sign_in_that_is_used_every_month_goes_on(ada: Person, client: FlaskClient):
    enter(client)
    for months in (1, 2, 3):
        with clock.at(clock.now() + months * (rules.SIGN_IN_LASTS - timedelta(days=1))):
            assert is_in(client)


def test_that_a_sign_in_is_in_use_is_noted_every_few_minutes(ada: Person, client: FlaskClient):
    enter(client)
    before = signed_in(client)
    actions.touch(before, before.seen_at + timedelta(minutes=1))
    assert signed_in(client).seen_at == before.seen_at
    db.remove()
    actions.touch(before, before.seen_at + rules.SEEN_EVERY)
    assert signed_in(client).seen_at == before.seen_at + rules.SEEN_EVERY


def test_who_is_looking_costs_one_statement(ada: Person, client: FlaskClient, statements: list[str]):
    enter(client)
    secret = _secret(client)
    statements.clear()
    assert present(secret, clock.now()).sign_in.person.name == "Ada Example"
    assert len(statements) == 1


def signed_in(client: FlaskClient) -> SignIn:
    found = present(_secret(client), clock.now())
    assert found
    return found.sign_in


def _secret(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return session["_user_id"]


def test_no_browser_keeps_a_page_to_show_it_after_signing_out(ada: Person, client: FlaskClient):
    enter(client)
    for address in ("/today", "/account", "/feedback/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"


def token_in(client: FlaskClient) -> str | None:
    client.get("/style")  # has forms, and so a token
    with client.session_transaction() as session:
        return session.get("csrf_token")


def test_a_token_that_somebody_left_in_the_browser_is_no_good_for_the_next_one(ada: Person, client: FlaskClient):
    with transaction():
        actions.create("bo@clinic.example", "Bo Example", PASSWORD, "UTC", clock.now())
    left = [token_in(client)]
    for email in (ada.email, "bo@clinic.example", ada.email):
        enter(client, email)
        left.append(token_in(client))
        client.post("/sign-out")
        left.append(token_in(client))
    before, adas, between, bos, after, adas_again, at_last = left
    assert adas == adas_again
    assert None not in left and len({before, adas, between, bos, after, at_last}) == 6


@pytest.mark.parametrize("goes", ["sign-in", "cookie"])
def test_pages_that_were_open_when_a_session_ended_go_on_once_the_same_person_is_back(
    ada: Person, client: FlaskClient, goes: str
):
    enter(client)
    before = token_in(client)
    if goes == "cookie":
        client.delete_cookie("attune")
    with transaction():
        actions.sign_out_elsewhere(queries.person(ada.id), None, clock.now())
    assert not is_in(client)
    enter(client)
    assert token_in(client) == before


def test_forms_are_bound_to_person_password_and_installation():
    given = [(1, "hash", "key"), (2, "hash", "key"), (1, "new", "key"), (1, "hash", "other")]
    assert len({rules.form_token(*each) for each in given}) == len(given)


def test_a_script_without_a_session_learns_that_it_is_signed_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert client.post("/sign-out", headers={"X-Requested-With": "fragment"}).status_code == 401
    assert client.post("/sign-out").status_code == 400


def test_a_wrong_password_is_said_without_further_ado(ada: Person, client: FlaskClient):
    page = enter(client, password="not this one at all").text
    assert "This e-mail and password don’t go together." in page
    assert "Not sent yet" not in page
