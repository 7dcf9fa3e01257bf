"""A loader of our own, a process beside the bench: `python -m tests.bench.loader URL CONNECTIONS SECONDS HEADERS`.

HEADERS are JSON; answers must say their Content-Length. It reads and forgets, one request after the other on each
connection.
"""

import asyncio
import json
import re
import statistics
import sys
import time
from urllib.parse import urlsplit

BUFFER = 1 << 18
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Asking(asyncio.BufferedProtocol):
    """One connection: asks, counts what comes, asks again."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.took_ms: list[float] = []
        self.failures = 0
        self._buffer = bytearray(BUFFER)
        self._head = b""
        self._left = 0
        self._refused = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self.failures += exc is not None

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self._left:
            self._left -= nbytes
        else:
            self._head += self._buffer[:nbytes]
            if not self._read_head():
                return
        if self._left <= 0:
            self.took_ms.append((time.perf_counter() - self._asked) * 1000)
            self.failures += self._refused
            self._ask()

    def hang_up(self) -> None:
        if self._transport:
            self._transport.abort()

    def _read_head(self) -> bool:
        head, end, rest = self._head.partition(b"\r\n\r\n")
        if not end:
            return False
        length = LENGTH.search(head)
        self._refused = length is None or int(head[9:12]) >= 400
        self._left = (int(length[1]) if length else 0) - len(rest)
        return True

    def _ask(self) -> None:
        self._head, self._asked = b"", time.perf_counter()
        assert self._transport
        self._transport.write(self.request)


async def press(url: str, connections: int, seconds: float, headers: dict[str, str]) -> dict[str, float]:
    """The figures of `tests.bench.load.Load`."""
    parts = urlsplit(url)
    lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    asked: list[Asking] = []

    def begin() -> Asking:
        asked.append(Asking(request))
        return asked[-1]

    for _ in range(connections):
        await loop.create_connection(begin, parts.hostname or "", parts.port or 80)
    await asyncio.sleep(seconds)
    elapsed = time.perf_counter() - begun
    for each in asked:
        each.hang_up()
    took = sorted(ms for protocol in asked for ms in protocol.took_ms)
    p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else 0.0
    return {"requests": len(took), "failures": sum(p.failures for p in asked), "seconds": elapsed, "p95_ms": p95}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(press(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.loads(sys.argv[4])))))
