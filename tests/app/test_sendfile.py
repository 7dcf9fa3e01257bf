"""Files as waitress sends them, over real connections: every byte arrives, however the other side takes them."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from flask import Flask, Response, request, send_file
from psutil import Process

from lms.access import body
from lms.app.server import listen
from lms.core.settings import Settings
from tests.kit.waiting import until

SIZE = 3_000_000  # more than a socket takes at once
Address = tuple[str, int]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is no part of it twice."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    path.write_bytes(os.urandom(SIZE))
    return path


def hand_over(file: IO[bytes], length: int) -> Response:
    """As an app does that leaves the sending to its server."""
    body = request.environ["wsgi.file_wrapper"](file)
    return Response(body, headers={"Content-Length": str(length)}, direct_passthrough=True)


@pytest.fixture(scope="module")
def address(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Of a server like the product's, with an app of files."""
    app = Flask("files")

    @app.get("/film")
    def whole() -> Response:
        return send_file(film)

    @app.get("/from/<int:start>/<int:length>")
    def part(start: int, length: int) -> Response:
        file = film.open("rb", buffering=0)
        file.seek(start)
        return hand_over(file, length)

    @app.get("/memory")
    def memory() -> Response:
        return hand_over(BytesIO(b"from memory"), 11)  # type: ignore[arg-type]

    @app.get("/text")
    def text() -> str:
        return "a text"

    server = listen(app, Settings(home=tmp_path_factory.mktemp("home"), port=0).checked())
    threading.Thread(target=server.run, daemon=True).start()
    yield "127.0.0.1", int(server.effective_port)
    with suppress(OSError):  # awake already, it may have closed before it is told to wake up
        server.trigger.pull_trigger(server.close)


@pytest.fixture
def get(address: Address) -> Iterator[Callable[[str], bytes]]:
    """Bytes of an address, all over one connection."""
    connection = HTTPConnection(*address, timeout=20)

    def read(path: str, method: str = "GET") -> bytes:
        connection.request(method, path)
        return connection.getresponse().read()

    yield read
    connection.close()


def test_a_file_arrives_whole_again_and_again_over_one_connection(get: Callable[[str], bytes], film: Path):
    for _ in range(3):
        assert get("/film") == film.read_bytes()
        assert get("/text") == b"a text"


@pytest.mark.parametrize(("start", "length"), [(0, 1), (10, 2_000_000), (SIZE - 5, 5), (7, 0)])
def test_a_part_of_a_file_is_just_that_part(get: Callable[[str], bytes], film: Path, start: int, length: int):
    assert get(f"/from/{start}/{length}") == film.read_bytes()[start : start + length]
    assert get("/text") == b"a text"


def test_bytes_in_memory_can_be_handed_over_as_a_file(get: Callable[[str], bytes]):
    assert get("/memory") == b"from memory"


def test_headers_of_a_file_alone_leave_at_once(get: Callable[..., bytes]):
    assert get("/film", "HEAD") == b""
    assert get("/text") == b"a text"


def test_whoever_takes_little_at_a_time_gets_every_byte_while_others_are_answered(
    address: Address, get: Callable[[str], bytes], film: Path
):
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(address)
        slow.sendall(b"GET /film HTTP/1.0\r\n\r\n")
        taken = slow.recv(1000)
        for _ in range(20):
            assert get("/text") == b"a text"
            taken += slow.recv(1000)
        while more := slow.recv(65_536):
            taken += more
    assert taken.partition(b"\r\n\r\n")[2] == film.read_bytes()


def test_more_than_all_threads_may_leave_their_downloads_unread(address: Address, get: Callable[[str], bytes]):
    """`get` gives up after 20 seconds."""
    unread = [socket.create_connection(address) for _ in range(40)]
    for wire in unread:
        wire.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\n\r\n")
    assert get("/text") == b"a text"
    for wire in unread:
        wire.close()


@pytest.mark.parametrize("announced", [str(body.FILES + 1), str(300 * 1024 * 1024)])
def test_what_is_too_large_is_refused_before_its_first_byte(address: Address, announced: str):
    with socket.create_connection(address, timeout=20) as wire:
        wire.sendall(f"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: {announced}\r\n\r\n".encode())
        assert wire.recv(1000).startswith(b"HTTP/1.1 413")


def test_whoever_leaves_in_the_middle_leaves_no_file_open(address: Address, get: Callable[[str], bytes], film: Path):
    for _ in range(20):
        with socket.create_connection(address) as leaving:
            leaving.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\n\r\n")
            leaving.recv(1000)
    until("no film is open", lambda: str(film) not in {file.path for file in Process().open_files()})
    assert get("/text") == b"a text"


def test_a_file_that_is_shorter_than_announced_ends_the_connection(address: Address, get: Callable[[str], bytes]):
    with socket.create_connection(address, timeout=20) as wire:
        wire.sendall(f"GET /from/{SIZE - 5}/100 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        taken = b""
        while more := wire.recv(65_536):
            taken += more
    assert len(taken.partition(b"\r\n\r\n")[2]) == 5
    assert get("/text") == b"a text"
