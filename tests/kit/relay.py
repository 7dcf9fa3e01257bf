"""A way to a server on which something happens after a certain count of bytes, to the byte."""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self

PIECE = 65_536


class Tripwire:
    """Counts the bytes that pass in one direction, on all connections; at each of `points` it pulls `trap`."""

    def __init__(self, points: list[int], trap: Callable[[], None]) -> None:
        self.passed = 0
        self.points = sorted(points)
        self._trap = trap
        self._lock = threading.Lock()

    def carry(self, piece: bytes, to: socket.socket) -> None:
        """Send the piece on; whatever lies before a point has gone when the trap is pulled, and nothing behind it."""
        with self._lock:
            while self.points and self.passed + len(piece) > self.points[0]:
                before = self.points.pop(0) - self.passed
                to.sendall(piece[:before])
                self.passed, piece = self.passed + before, piece[before:]
                self._trap()
            self.passed += len(piece)
        to.sendall(piece)


class Relay:
    """Listens on loopback and passes everything on to the port, through a wire for each direction."""

    def __init__(self, port: int, wires: Mapping[str, Tripwire]) -> None:
        self._to = ("127.0.0.1", port)
        self._wires = wires
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self._to) as server:
            back = threading.Thread(target=self._pass_on, args=("down", server, client), daemon=True)
            back.start()
            self._pass_on("up", client, server)
            back.join()

    def _pass_on(self, direction: str, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                self._wires[direction].carry(piece, to)
        for end in (source, to):  # a killed server ends the other direction too
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
