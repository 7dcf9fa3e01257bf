"""Files sent by the kernel, through waitress.

By itself waitress reads a file into memory to hand it to the socket, and reads again whatever a slow viewer didn't
take. The kernel sends a file from where it is: two hundred viewers of a video share one copy of it. Here are the parts
of waitress that have to know: a socket, what waits to be sent, a connection, and what an app is offered for a file.
"""

import os
import socket
from dataclasses import dataclass
from typing import IO, Any

from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

MORE = getattr(socket, "MSG_MORE", 0)  # Linux has it


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of an open file, unread."""

    file: int
    start: int
    length: int


class Outlet(socket.socket):
    """A socket that takes a stretch of a file for bytes. Raises OSError where the file turns out shorter."""

    file_follows = False
    """Then what is sent before waits for its first bytes: headers alone would wake the other side for nothing."""

    def send(self, data: Any, flags: int = 0) -> int:
        if not isinstance(data, Stretch):
            return super().send(data, flags | MORE if self.file_follows else flags)
        self.file_follows = False
        sent = os.sendfile(self.fileno(), data.file, data.start, data.length)
        if not sent:
            raise OSError("the file became shorter while it was sent")
        return sent


class SentFile(ReadOnlyFileBasedBuffer):
    """What is still to go of an answer that is a file on disk."""

    def __init__(self, outlet: Outlet, file: IO[bytes]) -> None:
        super().__init__(file)
        self._outlet = outlet
        self._start = 0

    def prepare(self, size: int | None = None) -> int:
        """From where the file stands, as much as was announced, or all. Headers come next, then this."""
        self._start = self.file.tell()
        self.remain = os.fstat(self.file.fileno()).st_size - self._start if size is None else size
        self._outlet.file_follows = self.remain > 0
        return self.remain

    def get(self, numbytes: int = -1, skip: bool = False) -> Stretch:
        return Stretch(self.file.fileno(), self._start, self.remain)

    def skip(self, numbytes: int, allow_prune: int = 0) -> None:
        self._start += numbytes
        self.remain -= numbytes


class Task(WSGITask):
    """A request to the app, which is offered this way of sending a file."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["wsgi.file_wrapper"] = self._wrapped
        return environ

    def _wrapped(self, file: IO[bytes], block_size: int = 32_768) -> ReadOnlyFileBasedBuffer:
        try:
            file.fileno()
        except OSError:  # bytes in memory that look like a file
            return ReadOnlyFileBasedBuffer(file, block_size)
        return SentFile(self.channel.outlet, file)


class Channel(HTTPChannel):
    """A connection with such an outlet."""

    task_class = Task

    def __init__(self, server: Any, accepted: socket.socket, *rest: Any, **named: Any) -> None:
        self.outlet = Outlet(accepted.family, accepted.type, accepted.proto, accepted.detach())
        super().__init__(server, self.outlet, *rest, **named)
