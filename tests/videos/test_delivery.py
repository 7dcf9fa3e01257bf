"""The bytes of streams: whoever holds the token gets them, nobody else gets anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.settings import Settings
from lms.people.models import Person
from lms.videos import rules, tokens
from lms.videos.models import Video
from lms.videos.tokens import Ticket
from tests.kit.cast import Cast


@pytest.fixture
def ticket(ready: Video, cast: Cast) -> Ticket:
    """For Lena, made for no sign-in: as a player that sends no cookie uses it."""
    assert ready.stream_key
    return Ticket(cast.lena.id, ready.stream_key.removeprefix("streams/"), rules.token_ends(clock.now()), "")


@pytest.fixture
def at(ticket: Ticket, settings: Settings) -> Callable[..., str]:
    """The address of a file of the stream."""

    def address(name: str, **changes: object) -> str:
        return f"/media/{tokens.sign(replace(ticket, **changes), settings.secret_key)}/{name}"

    return address


@pytest.mark.parametrize(
    ("name", "kind", "lasting"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl", "private, no-cache"),
        ("180p/index.m3u8", "application/vnd.apple.mpegurl", "private, no-cache"),
        ("180p/init.mp4", "video/mp4", "private, max-age=31536000, immutable"),
        ("180p/00000.m4s", "video/mp4", "private, max-age=31536000, immutable"),
        ("poster.webp", "image/webp", "private, max-age=31536000, immutable"),
        ("storyboard.vtt", "text/vtt; charset=utf-8", "private, max-age=31536000, immutable"),
    ],
)
def test_each_kind_of_file_says_what_it_is(
    client: FlaskClient, at: Callable[..., str], name: str, kind: str, lasting: str
):
    answer = client.get(at(name))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == lasting
    head = client.head(at(name))
    assert int(head.headers["Content-Length"]) == len(answer.data) > 0


def test_a_part_of_a_segment_can_be_asked_for(client: FlaskClient, at: Callable[..., str]):
    whole = client.get(at("180p/00000.m4s")).data
    part = client.get(at("180p/00000.m4s"), headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.data == whole[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert client.get(at("180p/00000.m4s"), headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


def test_what_hasnt_changed_isnt_sent_again(client: FlaskClient, at: Callable[..., str], settings: Settings):
    answer = client.get(at("master.m3u8"))
    assert client.get(at("master.m3u8"), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_segment_costs_no_statement(client: FlaskClient, at: Callable[..., str], statements: list[str]):
    assert client.get(at("180p/00000.m4s")).status_code == 200
    assert statements == []


def test_a_token_that_has_ended_or_was_changed_opens_nothing(client: FlaskClient, at: Callable[..., str]):
    address = at("master.m3u8")
    assert client.get(at("master.m3u8", ends=int(clock.now().timestamp()))).status_code == 404
    assert client.get(address.replace("~", "~1", 1)).status_code == 404
    assert client.get("/media/nonsense/master.m3u8").status_code == 404
    with clock.at(clock.now() + rules.TOKEN_LASTS + rules.TOKEN_STEP + timedelta(seconds=1)):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../../attune.db", "%2e%2e/%2e%2e/secret-key", "..%2fmaster.m3u8", "master.m3u8/", "180p/../master.m3u8", "source",
     "180p/180p/index.m3u8", "master.m3u8%00.jpg", "99999.m4s", "no-such.jpg"],
)  # fmt: skip
def test_only_files_of_that_stream_are_there(client: FlaskClient, at: Callable[..., str], name: str):
    assert client.get(at("x").removesuffix("x") + name).status_code == 404


def test_a_token_belongs_to_the_sign_in_that_it_was_made_for(
    cast: Cast, at: Callable[..., str], sign_in: Callable[[Person], FlaskClient], client: FlaskClient
):
    lena, omar = sign_in(cast.lena), sign_in(cast.omar)
    with lena.session_transaction() as session:
        mark = tokens.mark(session["_user_id"])
    assert lena.get(at("master.m3u8", mark=mark)).status_code == 200
    assert omar.get(at("master.m3u8", mark=mark)).status_code == 404
    assert client.get(at("master.m3u8", mark=mark)).status_code == 200, "a native player sends no cookie"


def test_nginx_sends_the_bytes_where_it_stands_in_front(app: Flask, ticket: Ticket, at: Callable[..., str]):
    before = app.config["ATTUNE"]
    app.config["ATTUNE"] = replace(before, accel="/kept/")
    try:
        answer = app.test_client().get(at("180p/00000.m4s"))
    finally:
        app.config["ATTUNE"] = before
    assert answer.headers["X-Accel-Redirect"] == f"/kept/streams/{ticket.stream}/180p/00000.m4s"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.data == b""
