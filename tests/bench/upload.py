"""A large upload through the real server: how fast it is beside writing the same bytes, and what memory it takes."""

import base64
import hashlib
import os
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil

from tests.bench.house import House, pid
from tests.bench.rows import Row
from tests.kit.visitor import Visitor

PIECE = 8 * 1024 * 1024  # as the browser sends them
PIECES, PIECES_LARGE = 128, 512  # 1 GB, 4 GB
TURN = 16  # pieces
UPLOAD = r'href="(/demonstrations/\d+/upload)"'
TUS = {"Tus-Resumable": "1.0.0"}


def measure(house: House) -> list[Row]:
    """One gigabyte."""
    return _rows("upload", house, PIECES)


def measure_large(house: House) -> list[Row]:
    """Four, which takes a minute and as much of the disk."""
    return _rows("upload.large", house, PIECES_LARGE)


def _rows(name: str, house: House, pieces: int) -> list[Row]:
    """Pieces that are checked by SHA-256 and durable before they are answered. The reference only writes as many, and
    waits for the disk as often. They take turns, so that what else goes on slows both down."""
    sender, path = _Sender(Visitor(house.app.url, "trainer"), pieces), house.room(name) / "bare"
    process = psutil.Process(pid(house.app))
    before, ours, bare = process.memory_info().rss, 0.0, 0.0
    with _Peak(process) as peak:
        for _ in range(pieces // TURN):
            ours += sender.send(TURN)
            bare += _write(path, sender.piece, TURN)
    sender.stop()
    size_mb = pieces * PIECE / 1024**2
    return [
        Row(f"{name}.write", size_mb / ours, "MB/s", size_mb / bare, "≥ 0.5 ×"),
        Row(f"{name}.rss_mb", (peak.bytes - before) / 1024**2, "MB more", goal="≤ 20"),
    ]


class _Sender:
    """One upload of so many pieces, begun."""

    def __init__(self, trainer: Visitor, pieces: int) -> None:
        form = trainer.find("/classes/2", UPLOAD)
        assert form, "the trainer may upload nothing"
        self.piece = os.urandom(PIECE)
        self._sent = 0
        self._headers = {**trainer.headers, "X-CSRFToken": trainer.fields(form, form)["csrf_token"], **TUS}
        self._line = HTTPConnection(trainer.url.removeprefix("http://"), timeout=60)
        about = {"Upload-Length": str(PIECE * pieces), "Upload-Metadata": "filename ZmlsbQ=="}
        self._address = self._ask("POST", "/uploads", about)
        checksum = base64.b64encode(hashlib.sha256(self.piece).digest()).decode()
        self._kind = {"Content-Type": "application/offset+octet-stream", "Upload-Checksum": f"sha256 {checksum}"}

    def send(self, pieces: int) -> float:
        """The seconds that it takes to send so many of them."""
        begun = time.perf_counter()
        for _ in range(pieces):
            self._ask("PATCH", self._address, self._kind | {"Upload-Offset": str(self._sent)}, self.piece)
            self._sent += PIECE
        return time.perf_counter() - begun

    def stop(self) -> None:
        """Throw it away."""
        self._ask("DELETE", self._address, {})

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> str:
        self._line.request(method, path, body, self._headers | headers)
        answer = self._line.getresponse()
        said = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {said[:200]!r}")
        return answer.getheader("Location") or ""


def _write(path: Path, piece: bytes, pieces: int) -> float:
    """The seconds that it takes to add so many to a file."""
    begun = time.perf_counter()
    with path.open("ab", buffering=0) as file:
        for _ in range(pieces):
            file.write(piece)
            os.fsync(file.fileno())
    return time.perf_counter() - begun


class _Peak:
    """The most memory that a process had while the block ran, looked at ten times a second."""

    def __init__(self, process: psutil.Process) -> None:
        self.bytes = 0
        self._process = process
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.1):
            self.bytes = max(self.bytes, self._process.memory_info().rss)
