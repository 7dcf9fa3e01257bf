"""The media store, on a folder and on a real S3 server."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest

from lms.core.storage import PIECE, Storage

BYTES = bytes(range(256)) * 10_000


def test_what_is_kept_comes_back_with_its_digest(store: Storage):
    kept = store.put("a/b/c", BytesIO(BYTES))
    assert (kept.size, kept.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    assert b"".join(store.open("a/b/c")) == BYTES
    assert store.size("a/b/c") == len(BYTES)


def test_a_file_is_kept_as_it_is_and_fetched_as_a_file(store: Storage, tmp_path: Path):
    (tmp_path / "file").write_bytes(BYTES)
    kept = store.put_file("a/file", tmp_path / "file")
    assert (kept.size, kept.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    came: list[None] = []
    assert store.fetch("a/file", tmp_path / "copy", lambda: came.append(None)).read_bytes() == BYTES
    assert came


def test_what_is_told_beforehand_changes_with_the_bytes(store: Storage):
    store.put("a/told", BytesIO(b"once"))
    before = store.about("a/told")
    assert before == store.about("a/told")
    assert before.size == 4
    assert before.changed_at.tzinfo is not None
    assert '"' not in before.tag
    store.put("a/told", BytesIO(b"again"))
    assert store.about("a/told").tag != before.tag
    with pytest.raises(FileNotFoundError):
        store.about("a/nothing")


@pytest.mark.parametrize(("start", "length"), [(0, 10), (PIECE, None), (5, 0), (len(BYTES) - 3, 3)])
def test_a_range_is_exactly_that_range(store: Storage, start: int, length: int | None):
    store.put("a/range", BytesIO(BYTES))
    assert b"".join(store.open("a/range", start, length)) == BYTES[start:][:length]


def test_what_is_kept_can_be_handed_over_as_an_open_file(store: Storage):
    store.put("a/file", BytesIO(BYTES))
    with store.file("a/file") as file:
        assert file.fileno() > 2
        assert file.read() == BYTES
    with pytest.raises(FileNotFoundError):
        store.file("a/nothing")


def test_what_is_forgotten_is_gone_and_forgetting_twice_is_fine(store: Storage):
    for name in ("x/1", "x/2", "y/1"):
        store.put(name, BytesIO(b"here"))
    store.delete_under("x")
    store.delete("y/1")
    store.delete("y/1")
    for name in ("x/1", "x/2", "y/1"):
        with pytest.raises(FileNotFoundError):
            store.size(name)
