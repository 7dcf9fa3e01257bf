"""Segments that browsers fetch from the object store itself: the door gives each an address that lasts for seconds."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.app import headers
from lms.core import clock, storage
from lms.core.db import db
from lms.core.settings import BadSetting, Settings
from lms.core.storage import Storage
from lms.videos import keeping, revocations, rules, tokens
from lms.videos.models import Video
from lms.videos.rules import PRESIGNED_LASTS, REVOCATIONS_LAST, USUAL
from lms.videos.tokens import Ticket
from tests.kit.cast import Cast
from tests.kit.engines.s3 import s3

SEGMENT = bytes(range(256)) * 40
FILES = {
    "master.m3u8": b"#EXTM3U\n",
    "180p/index.m3u8": b"#EXTM3U\n00000.m4s\n",
    "180p/init.mp4": b"init",
    "180p/00000.m4s": SEGMENT,
    "poster.webp": b"picture",
    "storyboard.vtt": b"WEBVTT\n",
    "storyboard-001.jpg": b"picture",
}


@pytest.fixture(scope="module")
def direct() -> Iterator[Storage]:
    """A media store on a real S3 server, where browsers are sent."""
    with s3() as bucket, pytest.MonkeyPatch.context() as environ:
        for name, value in bucket.environ.items():
            environ.setenv(name, value)
        store = Storage(f"{bucket.url}/site", bucket.environ["AWS_ENDPOINT_URL"])
        environ.undo()
        yield store


@pytest.fixture
def at(
    ready: Video, cast: Cast, settings: Settings, direct: Storage, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """The address of a file of Lena's stream, which lies there."""
    assert ready.stream
    for name, content in FILES.items():
        direct.put(f"streams/{ready.stream}/{name}", BytesIO(content))
    monkeypatch.setattr(storage, "_store", direct)
    now = clock.now()
    ticket = Ticket(cast.lena.id, ready.stream, int(now.timestamp() * 1000), rules.ends_s(now, USUAL), "")
    return lambda name: f"/media/{tokens.sign(ticket, settings.secret_key)}/{name}"


def ask(address: str, method: str = "GET", **more: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of what the store answers."""
    asked = Request(address, headers={name.replace("_", "-"): value for name, value in more.items()}, method=method)
    try:
        with urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as fault:
        return fault.code, fault.read(), dict(fault.headers)


def test_what_is_large_comes_from_the_store_and_the_rest_from_the_site(client: FlaskClient, at: Callable[[str], str]):
    for name, content in FILES.items():
        answer = client.get(at(name))
        if name.endswith((".m4s", ".mp4")):
            assert (answer.status_code, answer.data) == (307, b"")
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert ask(answer.headers["Location"])[:2] == (200, content)
        else:
            assert (answer.status_code, answer.data) == (200, content)


def test_the_store_answers_parts_conditions_and_head(client: FlaskClient, at: Callable[[str], str]):
    def there(method: str = "GET") -> str:
        return client.open(at("180p/00000.m4s"), method=method).headers["Location"]

    _, content, found = ask(there())
    assert content == SEGMENT
    status, nothing, told = ask(there("HEAD"), "HEAD")
    assert (status, nothing, told["Content-Length"]) == (200, b"", str(len(SEGMENT)))
    for said, start, stop in (("bytes=10-19", 10, 20), ("bytes=10000-", 10_000, len(SEGMENT)), ("bytes=-7", -7, None)):
        _, part, told = ask(there(), Range=said)
        assert part == SEGMENT[start:stop]
        assert told["Content-Range"].endswith(f"/{len(SEGMENT)}")
    assert ask(there(), Range=f"bytes={len(SEGMENT)}-")[0] == 416
    assert ask(there(), If_None_Match=found["Etag"])[0] == 304
    assert ask(there(), If_None_Match='"another"')[:2] == (200, SEGMENT)


def test_the_store_says_what_a_segment_is(direct: Storage, tmp_path: Path):
    (tmp_path / "stream" / "180p").mkdir(parents=True)
    (tmp_path / "stream" / "180p" / "00000.m4s").write_bytes(SEGMENT)
    keeping.keep_folder(direct, "streams/told", tmp_path / "stream")
    address = direct.presigned("streams/told/180p/00000.m4s", "GET", PRESIGNED_LASTS)
    assert address
    assert ask(address)[2]["Content-Type"] == "video/mp4"


def test_an_address_of_the_store_opens_one_file_for_seconds(client: FlaskClient, at: Callable[[str], str]):
    address = client.get(at("180p/00000.m4s")).headers["Location"]
    assert parse_qs(urlsplit(address).query)["X-Amz-Expires"] == [str(PRESIGNED_LASTS.seconds)]
    for changed in (address.replace("00000.m4s", "init.mp4"), address.replace("Expires=10", "Expires=99")):
        assert ask(changed)[0] == 403
    assert ask(address, "HEAD")[0] == 403
    assert ask(address, "DELETE")[0] == 403
    assert ask(client.get(at("180p/99999.m4s")).headers["Location"])[0] == 404


def test_whoever_may_not_watch_is_sent_nowhere(client: FlaskClient, at: Callable[[str], str]):
    for address in (at("180p/00000.m4s").replace("~", "~1", 1), "/media/nonsense/180p/00000.m4s", at("180p/source")):
        answer = client.get(address)
        assert (answer.status_code, "Location" in answer.headers) == (404, False)
    address = at("180p/00000.m4s")
    with clock.at(clock.now() + USUAL.whole + timedelta(seconds=1)):
        assert client.get(address).status_code == 404


def test_a_revoked_address_gets_bytes_for_thirty_seconds_at_most(
    client: FlaskClient, at: Callable[[str], str], cast: Cast
):
    address = at("180p/00000.m4s")
    assert client.get(address).status_code == 307
    revocations.revoke_person(cast.lena.id, clock.now())
    db.commit()
    with clock.at(clock.now() + REVOCATIONS_LAST):
        assert client.get(address).status_code == 404
    assert timedelta(seconds=30) >= REVOCATIONS_LAST + PRESIGNED_LASTS


def test_pages_may_load_from_the_store_what_plays_and_nothing_else(app: Flask):
    plain, sent = headers.policy(""), headers.policy("https://s3.clinic.example")
    assert "s3.clinic.example" not in plain
    changed = {part for part in sent.split("; ") if part not in plain.split("; ")}
    assert changed == {
        "media-src 'self' blob: https://s3.clinic.example",
        "connect-src 'self' https://s3.clinic.example",
    }


@pytest.mark.parametrize(
    ("direct", "more"),
    [
        ("s3.clinic.example", {}),
        ("https://s3.clinic.example/bucket", {}),
        ("https://s3.clinic.example; script-src *", {}),
        ("http://s3.clinic.example", {}),
        ("https://attune.example", {}),
        ("https://s3.clinic.example", {"ATTUNE_MEDIA_URL": ""}),
    ],
)
def test_an_address_for_browsers_that_cant_work_is_refused(direct: str, more: dict[str, str], settings: Settings):
    environ = {
        "ATTUNE_HOME": str(settings.home),
        "ATTUNE_BASE_URL": "https://attune.example",
        "ATTUNE_MEDIA_URL": "s3://bucket",
        "ATTUNE_MEDIA_DIRECT": direct,
    }
    with pytest.raises(BadSetting, match="ATTUNE_MEDIA_DIRECT"):
        Settings.from_environ(environ | more)
