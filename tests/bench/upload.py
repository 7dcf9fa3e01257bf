"""A large upload through the real server: how fast it is beside writing the same bytes, and what memory it takes."""

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
PIECES = 128  # 1 GB
UPLOAD = r'href="(/demonstrations/\d+/upload)"'
TUS = {"Tus-Resumable": "1.0.0"}


def measure(house: House) -> list[Row]:
    """Pieces that are durable before they are answered; the reference writes them and waits for the disk as often."""
    room, trainer = house.room("upload"), Visitor(house.app.url, "trainer")
    piece = os.urandom(PIECE)
    process = psutil.Process(pid(house.app))
    before = process.memory_info().rss
    with _Peak(process) as peak:
        ours = _send(trainer, piece)
    return [
        Row("upload.mb_per_s", ours, "MB/s", _write(room / "bare", piece), "≥ 0.5 ×"),
        Row("upload.rss_mb", (peak.bytes - before) / 1024**2, "MB more", goal="≤ 20"),
    ]


def _send(trainer: Visitor, piece: bytes) -> float:
    """MB a second of one upload, begun, sent and thrown away."""
    form = trainer.find("/classes/2", UPLOAD)
    assert form, "the trainer may upload nothing"
    headers = {**trainer.headers, "X-CSRFToken": trainer.fields(form, form)["csrf_token"], **TUS}
    line = HTTPConnection(trainer.url.removeprefix("http://"), timeout=60)
    length = str(len(piece) * PIECES)
    address = _ask(
        line, "POST", "/uploads", headers | {"Upload-Length": length, "Upload-Metadata": "filename ZmlsbQ=="}
    )
    begun = time.perf_counter()
    for number in range(PIECES):
        about = {"Upload-Offset": str(number * len(piece)), "Content-Type": "application/offset+octet-stream"}
        _ask(line, "PATCH", address, headers | about, piece)
    took = time.perf_counter() - begun
    _ask(line, "DELETE", address, headers)
    return len(piece) * PIECES / 1024**2 / took


def _ask(line: HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> str:
    line.request(method, path, body, headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {said[:200]!r}")
    return answer.getheader("Location") or ""


def _write(path: Path, piece: bytes) -> float:
    begun = time.perf_counter()
    with path.open("wb", buffering=0) as file:
        for _ in range(PIECES):
            file.write(piece)
            os.fsync(file.fileno())
    took = time.perf_counter() - begun
    path.unlink()
    return len(piece) * PIECES / 1024**2 / took


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
