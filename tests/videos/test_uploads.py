"""The upload protocol (tus 1.0), as its clients meet it, whatever happens in between."""

import base64
import errno
import hashlib
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lms.core import clock
from lms.core.db import db
from lms.core.settings import Settings
from lms.core.storage import Kept
from lms.people.models import Person
from lms.videos import actions as videos
from lms.videos import leftovers, pieces, queries, receiving, rules
from lms.videos.actions import Source
from lms.videos.models import Upload
from tests.kit.cast import Cast

CONTENT = bytes(range(256)) * 40
PIECE = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


def begin(
    browser: FlaskClient, size: int = len(CONTENT), name: str = "A film.mp4", version: str = "1.0.0"
) -> TestResponse:
    coded = base64.b64encode(name.encode()).decode()
    headers = {"Tus-Resumable": version, "Upload-Length": str(size), "Upload-Metadata": f"filename {coded}"}
    return browser.post("/uploads", headers=headers)


def send(browser: FlaskClient, address: str, content: bytes, offset: int) -> TestResponse:
    return browser.patch(address, data=content, headers={**PIECE, "Upload-Offset": str(offset)})


def stands_at(browser: FlaskClient, address: str) -> int:
    return int(browser.head(address, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])


@pytest.fixture
def address(tess: FlaskClient) -> str:
    """Of an upload that has begun."""
    return begin(tess).headers["Location"]


def on_disk(settings: Settings, address: str) -> Path:
    return pieces.place(settings.home, address.rsplit("/")[-1])


def test_an_upload_in_pieces_is_whole(tess: FlaskClient, address: str, settings: Settings):
    assert send(tess, address, CONTENT[:4000], 0).headers["Upload-Offset"] == "4000"
    assert stands_at(tess, address) == 4000
    assert send(tess, address, CONTENT[4000:], 4000).status_code == 204
    assert on_disk(settings, address).read_bytes() == CONTENT
    upload = db.query(Upload).one()
    assert upload.received == upload.size
    assert upload.file_name == "A film.mp4"


def test_a_piece_that_begins_elsewhere_is_refused_and_says_where_it_stands(tess: FlaskClient, address: str):
    send(tess, address, CONTENT[:4000], 0)
    answer = send(tess, address, CONTENT[5000:], 5000)
    assert answer.status_code == 409
    assert answer.headers["Upload-Offset"] == "4000"
    assert send(tess, address, CONTENT[:4000], 0).status_code == 409
    assert stands_at(tess, address) == 4000


class Breaking(BytesIO):
    """A connection that is lost after 3,000 bytes."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 3000:
            raise ConnectionResetError
        return super().read(min(size or 1000, 1000))


def test_what_came_before_the_connection_was_lost_stays(tess: FlaskClient, address: str, settings: Settings):
    with pytest.raises(ConnectionResetError):
        pieces.append(on_disk(settings, address), 0, Breaking(CONTENT), len(CONTENT))
    assert stands_at(tess, address) == 3000
    assert send(tess, address, CONTENT[3000:], 3000).status_code == 204
    assert on_disk(settings, address).read_bytes() == CONTENT


def test_the_size_on_disk_is_the_truth_whatever_the_table_says(tess: FlaskClient, address: str, settings: Settings):
    on_disk(settings, address).write_bytes(CONTENT[:1234])
    assert stands_at(tess, address) == 1234


def test_two_pieces_are_never_written_at_once(tess: FlaskClient, address: str, settings: Settings):
    class Nosy(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not self.tell():
                assert send(tess, address, CONTENT, 0).status_code == 423
            return super().read(size)

    assert pieces.append(on_disk(settings, address), 0, Nosy(CONTENT), len(CONTENT)) == len(CONTENT)


def test_more_bytes_than_announced_are_refused(tess: FlaskClient, address: str):
    assert send(tess, address, CONTENT + b"!", 0).status_code == 413
    assert stands_at(tess, address) == 0


def checked(browser: FlaskClient, address: str, content: bytes, said: str) -> TestResponse:
    headers = {**PIECE, "Upload-Offset": "0", "Upload-Checksum": said}
    return browser.patch(address, data=content, headers=headers)


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_piece_that_was_damaged_on_its_way_leaves_nothing(
    tess: FlaskClient, address: str, settings: Settings, name: str
):
    said = f"{name} {base64.b64encode(hashlib.new(name, CONTENT[:4000]).digest()).decode()}"
    damaged = checked(tess, address, CONTENT[1:4001], said)
    assert (damaged.status_code, damaged.text) == (460, "A piece was damaged on its way. It is sent again.")
    assert stands_at(tess, address) == 0
    assert checked(tess, address, CONTENT[:3000], said).status_code == 460, "nor does half of it count"
    assert checked(tess, address, CONTENT[:4000], said).headers["Upload-Offset"] == "4000"
    assert on_disk(settings, address).read_bytes() == CONTENT[:4000]


@pytest.mark.parametrize("said", ["md5 AAAA", "sha1", "sha1 %%%", ""])
def test_a_checksum_that_cant_be_read_is_refused(tess: FlaskClient, address: str, said: str):
    assert checked(tess, address, CONTENT, said).status_code in (400, 460)
    assert stands_at(tess, address) == 0


def test_until_when_an_upload_can_be_gone_on_with_is_said_and_moves_along(tess: FlaskClient):
    begun = begin(tess)
    first = parsedate_to_datetime(begun.headers["Upload-Expires"])
    assert timedelta(days=6, hours=23) < first - clock.now() <= rules.UPLOAD_WAITS
    with clock.at(clock.now() + timedelta(days=3)):
        moved = send(tess, begun.headers["Location"], CONTENT[:100], 0)
    assert parsedate_to_datetime(moved.headers["Upload-Expires"]) - first >= timedelta(days=2, hours=23)


def test_a_stopped_upload_is_gone_with_its_bytes(tess: FlaskClient, address: str, settings: Settings):
    send(tess, address, CONTENT[:10], 0)
    assert tess.delete(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert tess.head(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert not on_disk(settings, address).parent.exists()


def test_an_upload_that_is_stopped_while_a_piece_comes_is_gone_in_words(
    tess: FlaskClient, address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    receive = receiving.receive

    def stopped(*given):
        received = receive(*given)
        with ThreadPoolExecutor(1) as elsewhere:
            stop = elsewhere.submit(tess.delete, address, headers={"Tus-Resumable": "1.0.0"})
        assert stop.result().status_code == 204
        return received

    monkeypatch.setattr(receiving, "receive", stopped)
    answer = send(tess, address, CONTENT[:4000], 0)
    assert (answer.status_code, "isn't here any more" in answer.text) == (410, True)
    assert not on_disk(settings, address).exists()


def test_an_upload_clears_what_earlier_ones_left_on_this_machine(tess: FlaskClient, address: str, settings: Settings):
    """A web server without a worker beside it has nobody else who would."""
    left = on_disk(settings, "/uploads/left")
    for path in (left, on_disk(settings, address)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"bytes")
        for old in (path, path.parent):
            os.utime(old, (time.time() - 2 * leftovers.FRESH_S,) * 2)
    begin(tess)
    assert not left.parent.exists()
    assert on_disk(settings, address).exists(), "it is still on its way"


def test_a_file_beyond_the_limit_is_refused_with_a_sentence(tess: FlaskClient, settings: Settings):
    answer = begin(tess, settings.upload_limit_mb * 1024 * 1024 + 1)
    assert answer.status_code == 413
    assert "at most 8.0 GB" in answer.text


def test_a_file_beyond_ones_own_quota_is_refused_and_says_what_is_left(
    tess: FlaskClient, cast: Cast, sign_in: Callable[[Person], FlaskClient], settings: Settings
):
    quota = settings.upload_quota_mb * 1024 * 1024
    videos.take(Source("held", "film.mp4", Kept("sources/held/source", quota - 3000, "0" * 64)), cast.tess, clock.now())
    db.commit()
    address = begin(tess, 1024).headers["Location"]
    answer = begin(tess, 2048)
    assert answer.status_code == 413
    assert "100.0 GB that your videos may hold 1.9 KB are left" in answer.text
    assert begin(sign_in(cast.cora), 2048).status_code == 201, "another person's isn't touched"
    tess.delete(address, headers={"Tus-Resumable": "1.0.0"})
    assert begin(tess, 2048).status_code == 201


def test_a_file_beyond_the_sites_quota_is_refused_whoever_sends_it(
    app: Flask, tess: FlaskClient, cast: Cast, sign_in: Callable[[Person], FlaskClient], settings: Settings, monkeypatch
):
    monkeypatch.setitem(app.config, "ATTUNE", replace(settings, site_quota_mb=1))
    videos.take(Source("held", "film.mp4", Kept("sources/held/source", 900_000, "0" * 64)), cast.tess, clock.now())
    db.commit()
    assert begin(tess, 100_000).status_code == 201
    answer = begin(sign_in(cast.cora), 100_000)
    assert answer.status_code == 413
    assert "of the 1.0 MB that all videos of this site may hold 47.4 KB are left" in answer.text
    assert begin(sign_in(cast.cora), 48_000).status_code == 201


def test_a_quota_of_nothing_is_no_bound():
    assert rules.beyond_quota(1 << 50, 1 << 50, 0, "your videos") is None


def test_an_upload_that_has_expired_is_gone(tess: FlaskClient, address: str, settings: Settings):
    send(tess, address, CONTENT[:100], 0)
    with clock.at(clock.now() + rules.UPLOAD_WAITS + timedelta(seconds=1)):
        assert tess.head(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
        assert send(tess, address, CONTENT[100:], 100).status_code == 404
    assert stands_at(tess, address) == 100


def test_a_file_that_the_disk_has_no_room_for_is_refused_with_a_sentence(tess: FlaskClient, monkeypatch, app: Flask):
    monkeypatch.setattr(rules, "SPARE", 1 << 60)
    answer = begin(tess)
    assert answer.status_code == 507
    assert "not enough free disk space" in answer.text
    assert db.query(Upload).count() == 0


def test_somebody_who_only_announces_reserves_no_disk_for_long(tess: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "SPARE", -(1 << 60))  # whatever disk this machine has
    size = 8 * 1024**3
    assert [begin(tess, size).status_code for _ in range(rules.OPEN_MOST)] == [201] * rules.OPEN_MOST
    answer = begin(tess, size)
    assert answer.status_code == 429 and "uploads under way" in answer.text
    assert queries.bytes_to_come(clock.now()) == size * rules.OPEN_MOST
    with clock.at(clock.now() + rules.HOLDS_ROOM):
        assert queries.bytes_to_come(clock.now()) == 0
        assert begin(tess).status_code == 201
    assert db.query(Upload).count() == rules.OPEN_MOST


def test_a_disk_that_fills_up_keeps_what_came(tess: FlaskClient, address: str, settings: Settings, monkeypatch):
    def full(path: Path, offset: int, stream: IO[bytes], room: int, checksum: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    send(tess, address, CONTENT[:4000], 0)
    with monkeypatch.context() as patch:
        patch.setattr(pieces, "append", full)
        answer = send(tess, address, CONTENT[4000:], 4000)
    assert answer.status_code == 507
    assert "is kept" in answer.text
    assert stands_at(tess, address) == 4000
    assert send(tess, address, CONTENT[4000:], 4000).status_code == 204


def test_another_version_of_the_protocol_is_refused(tess: FlaskClient):
    answer = begin(tess, version="0.2.2")
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


def test_what_we_speak_can_be_asked_by_anybody(client: FlaskClient):
    answer = client.options("/uploads")
    assert answer.headers["Tus-Extension"] == "creation,creation-defer-length,expiration,termination,checksum"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 8192 * 1024 * 1024


@pytest.mark.parametrize("name", ["Content-Type", "Upload-Offset"])
def test_a_piece_that_doesnt_say_what_it_is_is_refused(tess: FlaskClient, address: str, name: str):
    headers = {**PIECE, "Upload-Offset": "0"}
    headers.pop(name)
    answer = tess.patch(address, data=CONTENT, headers=headers)
    assert answer.status_code in (400, 415)
    assert stands_at(tess, address) == 0


def test_nobody_else_meets_an_upload(cast: Cast, address: str, sign_in: Callable[[Person], FlaskClient]):
    for person in (cast.theo, cast.cora, cast.lena):
        stranger = sign_in(person)
        assert stranger.head(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
        assert send(stranger, address, CONTENT, 0).status_code == 404
        assert stranger.delete(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404


def test_whoever_is_in_no_cohort_uploads_nothing(
    cast: Cast, sign_in: Callable[[Person], FlaskClient], client: FlaskClient
):
    assert begin(sign_in(cast.lena)).status_code == 201
    assert begin(sign_in(cast.otto)).status_code == 403
    assert begin(client).status_code == 401


def begin_without_a_length(browser: FlaskClient, **headers: str) -> TestResponse:
    said = {"Tus-Resumable": "1.0.0", "Upload-Defer-Length": "1", "Upload-Metadata": "filename dGFrZS53ZWJt"}
    return browser.post("/uploads", headers=said | headers)


def test_what_has_no_length_yet_comes_in_pieces_and_is_whole_once_the_length_is_told(
    tess: FlaskClient, settings: Settings
):
    address = begin_without_a_length(tess).headers["Location"]
    send(tess, address, CONTENT[:4000], 0)
    head = tess.head(address, headers={"Tus-Resumable": "1.0.0"}).headers
    assert (head["Upload-Offset"], head["Upload-Defer-Length"]) == ("4000", "1")
    assert "Upload-Length" not in head
    upload = db.query(Upload).one()
    assert upload.received != upload.size
    last = {**PIECE, "Upload-Offset": "4000", "Upload-Length": str(len(CONTENT))}
    assert tess.patch(address, data=CONTENT[4000:], headers=last).status_code == 204
    db.expire_all()
    upload = db.query(Upload).one()
    assert upload.received == upload.size
    assert on_disk(settings, address).read_bytes() == CONTENT


def test_the_length_can_be_told_with_nothing_more_and_is_told_once(tess: FlaskClient):
    address = begin_without_a_length(tess).headers["Location"]
    send(tess, address, CONTENT, 0)
    end = {**PIECE, "Upload-Offset": str(len(CONTENT))}
    assert tess.patch(address, data=b"", headers=end | {"Upload-Length": str(len(CONTENT) - 1)}).status_code == 400
    assert tess.patch(address, data=b"", headers=end | {"Upload-Length": str(len(CONTENT))}).status_code == 204
    assert tess.patch(address, data=b"", headers=end | {"Upload-Length": str(len(CONTENT) + 1)}).status_code == 400


@pytest.mark.parametrize("said", ["0", "2", "yes"])
def test_a_length_that_is_put_off_otherwise_isnt_understood(tess: FlaskClient, said: str):
    assert begin_without_a_length(tess, **{"Upload-Defer-Length": said}).status_code == 400


def test_what_has_no_length_yet_is_never_larger_than_what_may_come(tess: FlaskClient, app: Flask, settings: Settings):
    app.config["ATTUNE"] = replace(settings, upload_limit_mb=0)
    try:
        address = begin_without_a_length(tess).headers["Location"]
        assert send(tess, address, CONTENT, 0).status_code == 413
        assert stands_at(tess, address) == 0
    finally:
        app.config["ATTUNE"] = settings


def test_no_lock_is_held_while_bytes_come(tess: FlaskClient, address: str, monkeypatch):
    """Somebody else writes in the middle of a piece, and needn't wait."""
    real = pieces.append

    def writing(path: Path, offset: int, stream: IO[bytes], room: int, checksum: object) -> int:
        assert not db().in_transaction()
        return real(path, offset, stream, room, checksum)

    monkeypatch.setattr(pieces, "append", writing)
    assert send(tess, address, CONTENT, 0).status_code == 204


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_shown(name: str):
    clean = rules.clean_name(name)
    assert clean.isprintable()
    assert 1 <= len(clean) <= rules.NAME_LIMIT
    assert "/" not in clean
    assert "\\" not in clean


def test_what_has_no_length_yet_counts_against_its_senders_quota_as_it_grows(
    tess: FlaskClient, app: Flask, settings: Settings
):
    app.config["ATTUNE"] = replace(settings, upload_quota_mb=1)
    try:
        address = begin_without_a_length(tess).headers["Location"]
        half = bytes(600 * 1024)
        assert send(tess, address, half, 0).status_code == 204
        answer = send(tess, address, half, len(half))
        assert answer.status_code == 413 and "may hold" in answer.text
        assert stands_at(tess, address) == len(half)
    finally:
        app.config["ATTUNE"] = settings
