"""Requests that mean harm, sent to every route: what costs nothing to send costs nothing to refuse."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.access import body
from lms.access.guard import Door
from lms.access.table import May
from lms.people.models import Person
from lms.ui.assets import asset
from tests.house.expected import EXPECTED, PEOPLE
from tests.house.test_doors import address_of, things
from tests.kit.cast import Cast
from tests.kit.lock import is_free

SignIn = Callable[[Person], FlaskClient]

WRITING = sorted(route for route in EXPECTED if route[0] not in body.SAFE)
NO_FORMS = {("PATCH", "videos.continue_upload"), ("POST", "watching.tell_by_pass")}  # bytes; JSON, before Flask begins
FORMS = [route for route in WRITING if route not in NO_FORMS]
SENT = b"text=something"
FORM = "application/x-www-form-urlencoded"


class Watched(BytesIO):
    """A body that is told when somebody reads it."""

    def look(self) -> None:
        raise AssertionError("the body was read")

    def read(self, size: int | None = -1) -> bytes:
        self.look()
        return super().read(size)

    def readinto(self, into: Any) -> int:
        self.look()
        return super().readinto(into)


class Nosy(Watched):
    """One that looks, then, whether others can write."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.seen: list[bool] = []

    def look(self) -> None:
        self.seen.append(is_free())


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=b", "application/json"])
@pytest.mark.parametrize("route", WRITING, ids=" ".join)
def test_a_large_body_is_not_even_read_from_somebody_who_may_not_send_it(
    route: tuple[str, str], kind: str, app: Flask, cast: Cast, sign_in: SignIn, home: Path
):
    method, endpoint = route
    address = address_of(app, endpoint, things(cast, home))
    for who in PEOPLE:
        view = app.view_functions.get(endpoint)  # or a door in front of Flask answers, which reads for nobody here
        may_read = view is not None and view.door.reads_late and EXPECTED[route][who] not in (403, 404, "sign in")
        if may_read:
            continue
        client = app.test_client() if who == "anybody" else sign_in(getattr(cast, who))
        answer = client.open(
            address, method=method, input_stream=Watched(), content_type=kind, content_length=30 * 1024 * 1024
        )
        assert answer.status_code < 500, f"{who}: {answer.status}"


@pytest.mark.parametrize("route", FORMS, ids=" ".join)
def test_nobody_waits_while_a_body_is_read(route: tuple[str, str], app: Flask, cast: Cast, sign_in: SignIn, home: Path):
    method, endpoint = route
    sent = Nosy(SENT)
    is_trainers = endpoint.startswith("captions")  # read late, by whoever may
    client = sign_in(
        cast.cora if endpoint.startswith(("cohorts", "people")) else cast.tess if is_trainers else cast.lena
    )
    client.open(
        address_of(app, endpoint, things(cast, home)),
        method=method,
        input_stream=sent,
        content_type=FORM,
        content_length=len(SENT),
    )
    assert sent.seen and all(sent.seen), sent.seen


def test_a_text_as_long_as_is_allowed_is_taken_in_whatever_its_letters(app: Flask, cast: Cast, sign_in: SignIn, home):
    address = address_of(app, "practice.save", things(cast, home))
    answer = sign_in(cast.paul).post(address, data={"text": "🌊" * 60_000, "seen": "0"})
    assert answer.status_code == 303


@pytest.mark.parametrize("route", WRITING, ids=" ".join)
def test_json_is_no_form(route: tuple[str, str], app: Flask, cast: Cast, sign_in: SignIn, home: Path):
    method, endpoint = route
    address = address_of(app, endpoint, things(cast, home))
    for said in (b'{"text": {"a": 1}, "email": [1], "name": "\\ud800"}', b"[" * 60_000):
        for person in (cast.cora, cast.tess, cast.lena):
            answer = sign_in(person).open(address, method=method, data=said, content_type="application/json")
            assert answer.status_code < 500, answer.status


@pytest.mark.parametrize("route", WRITING, ids=" ".join)
def test_a_nul_in_a_form_is_left_out(route: tuple[str, str], app: Flask, cast: Cast, sign_in: SignIn, home: Path):
    method, endpoint = route
    address = address_of(app, endpoint, things(cast, home))
    sent = dict.fromkeys(("text", "name", "email", "title", "slug", "file_id", "quote", "key"), "a\0b@clinic.example")
    for person in (cast.cora, cast.tess, cast.lena):
        assert sign_in(person).open(address, method=method, data=sent).status_code < 500


def test_no_address_writes_a_line_of_its_own_into_the_log(app: Flask, client: FlaskClient, monkeypatch, caplog):
    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "people.reset", broken)
    broken.door = Door(May.SEE_PUBLIC, anonymous=True, body=0)  # type: ignore[attr-defined]
    assert client.get("/password-reset/x%0a2026-01-01 ERROR made up%e2%80%a8another").status_code == 500
    [record] = [record for record in caplog.records if record.name == "lms.app.problems"]
    assert len(record.getMessage().splitlines()) == 1


def test_a_built_file_is_what_its_type_says_and_for_no_other_site(client: FlaskClient):
    answer = client.get(asset("app.css"))
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
