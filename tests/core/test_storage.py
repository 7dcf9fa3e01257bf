"""The media store, on a folder and on a real S3 server."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from lms.core.storage import PIECE, Storage
from tests.kit.engines.s3 import s3 as s3_server

BYTES = bytes(range(256)) * 10_000


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket on an S3 server of our own."""
    with s3_server() as bucket, pytest.MonkeyPatch.context() as environ:
        for name, value in bucket.environ.items():
            environ.setenv(name, value)
        yield f"{bucket.url}/prefix"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return Storage(request.getfixturevalue("s3") if request.param == "s3" else (tmp_path / "media").as_uri())


def test_what_is_kept_comes_back_with_its_digest(store: Storage):
    kept = store.put("a/b/c", BytesIO(BYTES))
    assert (kept.size, kept.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    assert b"".join(store.open("a/b/c")) == BYTES
    assert store.size("a/b/c") == len(BYTES)


@pytest.mark.parametrize(("start", "length"), [(0, 10), (PIECE, None), (5, 0), (len(BYTES) - 3, 3)])
def test_a_range_is_exactly_that_range(store: Storage, start: int, length: int | None):
    store.put("a/range", BytesIO(BYTES))
    assert b"".join(store.open("a/range", start, length)) == BYTES[start:][:length]


def test_what_is_forgotten_is_gone_and_forgetting_twice_is_fine(store: Storage):
    for name in ("x/1", "x/2", "y/1"):
        store.put(name, BytesIO(b"here"))
    store.delete_under("x")
    store.delete("y/1")
    store.delete("y/1")
    for name in ("x/1", "x/2", "y/1"):
        with pytest.raises(FileNotFoundError):
            store.size(name)
