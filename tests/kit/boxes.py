"""Edits to MP4 files, box by box, as an attacker makes them."""

from collections.abc import Iterator
from struct import pack, unpack_from

FOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"udta"}


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Every box and those inside: its kind, where it begins, and its size."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", data, start)
        if size < 8 or start + size > end:
            return
        yield kind, start, size
        if kind in FOLDERS:
            yield from boxes(data, start + 8, start + size)
        start += size


def place(data: bytes, kind: bytes) -> int:
    """Where the first box of this kind begins."""
    return next(start for found, start, _ in boxes(data) if found == kind)


def sized(data: bytes, kind: bytes, size: int) -> bytes:
    """The first box of this kind tells another size."""
    start = place(data, kind)
    return data[:start] + pack(">I", size) + data[start + 4 :]


def replaced(data: bytes, kind: bytes, box: bytes) -> bytes:
    """Another box in its place; those around it grow along. The index has to lie behind the pictures."""
    start = place(data, kind)
    size = unpack_from(">I", data, start)[0]
    around = [at for _, at, length in boxes(data) if at < start and start + size <= at + length]
    changed = bytearray(data)
    for at in around:
        changed[at : at + 4] = pack(">I", unpack_from(">I", data, at)[0] + len(box) - size)
    return bytes(changed[:start]) + box + data[start + size :]


def pointing_at(path: str) -> bytes:
    """A `dref` box that says that the pictures lie in another file (an alias, as QuickTime knows it)."""
    name = path.encode()
    alias = bytes(10) + bytes([4]) + b"Disk".ljust(27, b"\0") + bytes(12)
    alias += bytes([min(63, len(name))]) + name[-63:].ljust(63, b"\0") + bytes(16) + pack(">HH", 1, 1) + bytes(16)
    alias += pack(">HH", 2, len(name)) + name + bytes(len(name) % 2) + pack(">hH", -1, 0)
    entry = pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    return pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
