"""The bytes of an upload on disk. How far an upload has come is the size of its file, whatever any table says."""

import fcntl
import hmac
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

READ = 1024 * 1024  # bytes at a time


class Elsewhere(Exception):
    """The file doesn't end where the piece begins; `size` is where it does."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Busy(Exception):
    """Another request is writing the same file."""


class Damaged(Exception):
    """The piece isn't what its sender says it is, or ended early. None of it was kept."""


@dataclass
class Checksum:
    """What a piece has to come to."""

    hash: Any
    """Of hashlib; fed with what comes."""
    wanted: bytes

    @property
    def is_right(self) -> bool:
        return hmac.compare_digest(self.hash.digest(), self.wanted)


def place(home: Path, key: str) -> Path:
    """Where an upload's bytes lie: alone in a folder, under a name of ours."""
    return home / "uploads" / key / "source"


def begin(home: Path, key: str) -> None:
    """An empty file for an upload."""
    path = place(home, key)
    path.parent.mkdir(parents=True)
    path.touch(mode=0o600)


def size(home: Path, key: str) -> int | None:
    """How many bytes are there; None if the upload's file isn't."""
    try:
        return place(home, key).stat().st_size
    except FileNotFoundError:
        return None


def append(path: Path, offset: int, stream: IO[bytes], room: int, checksum: Checksum | None = None) -> int:
    """Write what the stream gives, at most `room` bytes, and give the file's new size.

    Whatever ends the stream, what came before is durable; of a piece with a checksum all or nothing is. Raises
    Elsewhere, Busy, Damaged, and what the stream or disk raise.
    """
    with path.open("r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        end = file.seek(0, os.SEEK_END)
        if end != offset:
            raise Elsewhere(end)
        try:
            while room and (piece := stream.read(min(READ, room))):
                if checksum:
                    checksum.hash.update(piece)
                left = memoryview(piece)
                while left:
                    left = left[file.write(left) :]
                room -= len(piece)
        finally:
            if checksum and not checksum.is_right:
                file.truncate(offset)
            os.fsync(file.fileno())
        if checksum and not checksum.is_right:
            raise Damaged
        return file.tell()


def throw_away(home: Path, key: str) -> None:
    """Forget an upload's bytes; nothing there is fine."""
    shutil.rmtree(place(home, key).parent, ignore_errors=True)
