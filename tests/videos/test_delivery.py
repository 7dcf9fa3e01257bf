"""The bytes of streams: whoever holds the token gets them, nobody else gets anything."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.app import headers
from lms.core import clock, storage
from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.people.models import Person
from lms.videos import rules, tokens
from lms.videos.models import Video
from lms.videos.rules import USUAL
from lms.videos.tokens import Ticket
from tests.kit.cast import Cast


def ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)


@pytest.fixture
def ticket(ready: Video, cast: Cast) -> Ticket:
    """For Lena, made for no sign-in: as a player that sends no cookie uses it."""
    assert ready.stream_key
    now = clock.now()
    return Ticket(cast.lena.id, ready.stream_key.removeprefix("streams/"), ms(now), rules.ends_s(now, USUAL), "")


@pytest.fixture
def at(ticket: Ticket, settings: Settings) -> Callable[..., str]:
    """The address of a file of the stream."""

    def address(name: str, **changes: object) -> str:
        return f"/media/{tokens.sign(replace(ticket, **changes), settings.secret_key)}/{name}"

    return address


@pytest.fixture(params=["on disk", "afar"])
def kept(request: pytest.FixtureRequest, ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream lies in the media store of the tests, or as well in one that is no folder."""
    if request.param == "on disk":
        return
    here, afar = storage.store(), Storage("memory:///")
    for name in ("master.m3u8", "180p/index.m3u8", "180p/init.mp4", "180p/00000.m4s", "storyboard.vtt"):
        key = f"streams/{ticket.stream}/{name}"
        afar.put(key, BytesIO(b"".join(here.open(key))))
    monkeypatch.setattr(storage, "_store", afar)


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


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("10-19", 10, 19), ("0-", 0, -1), ("-7", -7, -1), ("20-99999999", 20, -1)]
)
def test_a_part_of_a_segment_can_be_asked_for(
    client: FlaskClient, at: Callable[..., str], kept: None, asked: str, first: int, last: int
):
    whole = client.get(at("180p/00000.m4s")).data
    start, stop = first % len(whole), last % len(whole) + 1
    part = client.get(at("180p/00000.m4s"), headers={"Range": f"bytes={asked}"})
    assert part.status_code == 206
    assert part.data == whole[start:stop]
    assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
    assert part.headers["Content-Length"] == str(stop - start)
    head = client.head(at("180p/00000.m4s"), headers={"Range": f"bytes={asked}"})
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (206, b"", str(stop - start))


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=5-2", "bytes=0-1,4-5", "pages=1-2", "nonsense"])
def test_a_part_that_isnt_there_is_refused_and_not_kept(
    client: FlaskClient, at: Callable[..., str], kept: None, asked: str
):
    size = client.head(at("180p/00000.m4s")).headers["Content-Length"]
    answer = client.get(at("180p/00000.m4s"), headers={"Range": asked.format(size=size)})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{size}"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_part_of_what_has_changed_meanwhile_is_the_whole(client: FlaskClient, at: Callable[..., str], kept: None):
    whole = client.get(at("180p/00000.m4s"))
    ask = {"Range": "bytes=10-19"}
    same = client.get(at("180p/00000.m4s"), headers={**ask, "If-Range": whole.headers["ETag"]})
    other = client.get(at("180p/00000.m4s"), headers={**ask, "If-Range": '"another"'})
    assert (same.status_code, same.data) == (206, whole.data[10:20])
    assert (other.status_code, other.data) == (200, whole.data)


@pytest.mark.parametrize("name", ["master.m3u8", "180p/00000.m4s"])
def test_what_hasnt_changed_isnt_sent_again(client: FlaskClient, at: Callable[..., str], kept: None, name: str):
    whole = client.get(at(name))
    tag, changed_at = whole.headers["ETag"], whole.headers["Last-Modified"]
    for asked in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": changed_at}):
        answer = client.get(at(name), headers=asked)
        assert (answer.status_code, answer.data) == (304, b"")
        for lasting in ("ETag", "Cache-Control", "Vary"):
            assert answer.headers[lasting] == whole.headers[lasting]
    for asked in ({"If-None-Match": '"x"'}, {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}):
        assert client.get(at(name), headers=asked).status_code == 200
    assert client.get(at(name), headers={"If-Match": '"x"'}).status_code == 412
    assert client.get(at(name), headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize("name", ["master.m3u8", "180p/index.m3u8", "storyboard.vtt"])
def test_texts_are_packed_for_whoever_unpacks_them(client: FlaskClient, at: Callable[..., str], kept: None, name: str):
    plain = client.get(at(name), headers={"Accept-Encoding": "br, gzip;q=0"})
    packed = client.get(at(name), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(at(name), headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_segment_is_never_packed(client: FlaskClient, at: Callable[..., str]):
    answer = client.get(at("180p/00000.m4s"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_stream_can_only_be_read(client: FlaskClient, at: Callable[..., str], method: str):
    answer = client.open(at("master.m3u8"), method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("name", ["master.m3u8", "no-such.jpg"])
def test_a_file_carries_the_headers_that_every_page_carries(client: FlaskClient, at: Callable[..., str], name: str):
    page, file = client.get("/sign-in"), client.get(at(name))
    for header in headers.standing(Settings(base_url="https://attune.example")):
        if header != "Cache-Control":
            assert file.headers.get(header) == page.headers.get(header)


def test_however_many_segments_are_watched_the_database_is_asked_once_in_twenty_seconds(
    client: FlaskClient, at: Callable[..., str], statements: list[str]
):
    address, now = at("180p/00000.m4s"), clock.now()
    for second in range(40):
        with clock.at(now + timedelta(seconds=second)):
            assert client.get(address).status_code == 200
    assert len(statements) == 2


def test_a_token_that_has_ended_or_was_changed_opens_nothing(client: FlaskClient, at: Callable[..., str]):
    address = at("master.m3u8")
    assert client.get(at("master.m3u8", ends=int(clock.now().timestamp()))).status_code == 404
    assert client.get(address.replace("~", "~1", 1)).status_code == 404
    assert client.get("/media/nonsense/master.m3u8").status_code == 404
    with clock.at(clock.now() + USUAL.whole + timedelta(seconds=1)):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "//etc/passwd", "..%5c..%5cattune.db", "180p%2f..%2fmaster.m3u8", "%252e%252e/master.m3u8",
     "180p//index.m3u8", "master.m3u8%0d%0aX:%20y", "mäster.m3u8", "../../attune.db", "%2e%2e/%2e%2e/secret-key",
     "..%2fmaster.m3u8", "master.m3u8/", "180p/../master.m3u8", "source", "180p/180p/index.m3u8",
     "master.m3u8%00.jpg", "master.m3u8%00", "99999.m4s", "no-such.jpg"],
)  # fmt: skip
def test_only_files_of_that_stream_are_there(client: FlaskClient, at: Callable[..., str], kept: None, name: str):
    answer = client.get(at("x").removesuffix("x") + name)
    assert (answer.status_code, answer.data) == (404, b"Not Found.\n")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.head(at("x").removesuffix("x") + name).data == b""


def test_a_token_belongs_to_the_sign_in_that_it_was_made_for(
    cast: Cast, at: Callable[..., str], sign_in: Callable[[Person], FlaskClient], client: FlaskClient
):
    lena, omar = sign_in(cast.lena), sign_in(cast.omar)
    with lena.session_transaction() as session:
        mark = tokens.mark(session["_user_id"])
    assert lena.get(at("master.m3u8", mark=mark)).status_code == 200
    assert omar.get(at("master.m3u8", mark=mark)).status_code == 404
    assert client.get(at("master.m3u8", mark=mark)).status_code == 200, "a native player sends no cookie"
    client.set_cookie("attune", "made-up")
    assert client.get(at("master.m3u8", mark=mark)).status_code == 200, "a cookie that isn't ours is none"


def test_a_server_in_front_is_told_what_a_token_opens_and_for_how_long(
    cast: Cast, ticket: Ticket, at: Callable[..., str], sign_in: Callable[[Person], FlaskClient], client: FlaskClient
):
    def ask(browser: FlaskClient, **changes: object) -> TestResponse:
        token = at("", **changes).split("/")[2]
        return browser.get(f"/media-door/{token}")

    answer = ask(client)
    assert (answer.status_code, answer.headers["X-Attune-Stream"]) == (204, ticket.stream)
    assert answer.headers["X-Accel-Expires"] == "10"
    ends = int(clock.now().timestamp()) + 9
    before = clock.now().timestamp()
    left = int(ask(client, ends=ends).headers["X-Accel-Expires"])
    assert int(ends - clock.now().timestamp()) <= left <= ends - before  # a busy machine may take its time to ask
    assert ask(client, ends=int(before)).status_code == 403
    assert ask(sign_in(cast.omar), mark=tokens.mark("somebody else")).status_code == 403
    assert client.get("/media-door/made-up").status_code == 403


def test_nginx_sends_the_bytes_where_it_stands_in_front(
    app: Flask, ticket: Ticket, at: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = Storage(tmp_path.as_uri())
    folder.put(f"streams/{ticket.stream}/180p/00000.m4s", BytesIO(b"bytes"))
    monkeypatch.setattr(storage, "_store", folder)
    before = app.config["ATTUNE"]
    app.config["ATTUNE"] = replace(before, accel="/kept/")
    try:
        answer = app.test_client().get(at("180p/00000.m4s"))
        missing = app.test_client().get(at("99999.m4s"))
    finally:
        app.config["ATTUNE"] = before
    assert answer.headers["X-Accel-Redirect"] == f"/kept/streams/{ticket.stream}/180p/00000.m4s"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.data == b""
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "private, no-store")
