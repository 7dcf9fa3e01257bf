"""Slow viewers, a process beside the bench: `python -m tests.bench.viewers URL VIEWERS MBIT SECONDS`.

Each keeps one connection, asks for the segment again and again, and takes no more than so many megabits a second; its
receive buffer is small, so that what it doesn't take stays with the server.
"""

import asyncio
import json
import re
import socket
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

TICK_S = 0.1
BUFFER = 1 << 16
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Viewer:
    """What one has got."""

    got: int = 0
    failures: int = 0

    async def watch(self, url: str, bytes_a_tick: int, until: float) -> None:
        parts, loop = urlsplit(url), asyncio.get_running_loop()
        request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        with socket.socket() as wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            wire.setblocking(False)
            try:
                await loop.sock_connect(wire, (parts.hostname, parts.port))
                while time.monotonic() < until:
                    await self._segment(wire, request, bytes_a_tick, until)
            except OSError:
                self.failures += 1

    async def _segment(self, wire: socket.socket, request: bytes, bytes_a_tick: int, until: float) -> None:
        """Raises OSError where the server doesn't give all of it."""
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(wire, request)
        head = b""
        while b"\r\n\r\n" not in head:
            head += await self._take(wire, 1024)
        head, _, begun = head.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not length or int(head[9:12]) != 200:
            raise OSError(head[:40])
        left, tick = int(length[1]) - len(begun), loop.time()
        while True:
            tick += TICK_S
            await asyncio.sleep(max(0.0, tick - loop.time()))
            wanted = min(left, bytes_a_tick)
            if not wanted or time.monotonic() > until:
                break
            left -= wanted
            while wanted:
                wanted -= len(await self._take(wire, wanted))

    async def _take(self, wire: socket.socket, most: int) -> bytes:
        data = await asyncio.get_running_loop().sock_recv(wire, most)
        if not data:
            raise OSError("the server hung up")
        self.got += len(data)
        return data


async def watch(url: str, count: int, mbit: float, seconds: float) -> dict[str, float]:
    """They begin spread over one second, as people do."""
    viewers = [Viewer() for _ in range(count)]
    until, bytes_a_tick = time.monotonic() + seconds, int(mbit * 1e6 / 8 * TICK_S)

    async def begin(number: int, viewer: Viewer) -> None:
        await asyncio.sleep(number / count)
        await viewer.watch(url, bytes_a_tick, until)

    begun = time.monotonic()
    await asyncio.gather(*(begin(number, viewer) for number, viewer in enumerate(viewers)))
    got_mbit = sum(viewer.got for viewer in viewers) * 8 / 1e6 / count / (time.monotonic() - begun - 0.5)
    return {"mbit": got_mbit, "failures": sum(viewer.failures for viewer in viewers)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(watch(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))))
