"""The media store, on a folder and on a real S3 server."""

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from lms.core.storage import PIECE, Storage
from tests.kit.site import free_port

BYTES = bytes(range(256)) * 10_000


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bucket on an S3 server of our own."""
    folder, port = tmp_path_factory.mktemp("s3"), free_port()
    (folder / "bucket").mkdir()
    server = subprocess.Popen(
        [
            Path(sys.executable).with_name("rclone"),
            *("serve", "s3", str(folder), "--addr", f"127.0.0.1:{port}", "--auth-key", "key,secret"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("AWS_ACCESS_KEY_ID", "key")
        environ.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        environ.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        environ.setenv("AWS_ALLOW_HTTP", "true")
        environ.setenv("AWS_REGION", "us-east-1")
        _wait(port)
        yield "s3://bucket/prefix"
    server.terminate()
    server.wait(10)


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


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the S3 server doesn't answer")
