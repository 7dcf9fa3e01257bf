"""Reads the few facts that we need from the boxes of our own fragmented MP4: the codec string, the pictures in a
segment, whether it is whole. Source: ISO/IEC 14496-12 (moof, traf, tfhd, trun) and 14496-15 (avcC). Pure: bytes in."""

from collections.abc import Iterator
from struct import unpack_from

VIDEO_TRACK = 1


def codec(init: bytes) -> str:
    """As HLS writes it (RFC 6381), such as "avc1.64001f". Raises ValueError where there is no H.264."""
    profile, constraints, level = init[init.index(b"avcC") + 5 :][:3]
    return f"avc1.{profile:02x}{constraints:02x}{level:02x}"


def is_whole(segment: bytes) -> bool:
    """Whether a segment consists of whole boxes only, and has both its index and its data."""
    found = list(_boxes(segment))
    kinds = {kind for kind, _ in found}
    return {b"moof", b"mdat"} <= kinds and sum(8 + len(data) for _, data in found) == len(segment)


def pictures(segment: bytes) -> int:
    """How many pictures a segment holds. Zero where it is cut off or is no segment."""
    return sum(
        _count(traf)
        for kind, moof in _boxes(segment)
        if kind == b"moof"
        for inner, traf in _boxes(moof)
        if inner == b"traf"
    )


def _count(traf: bytes) -> int:
    inside = list(_boxes(traf))
    track = next((unpack_from(">I", box, 4)[0] for kind, box in inside if kind == b"tfhd"), 0)
    return sum(unpack_from(">I", box, 4)[0] for kind, box in inside if kind == b"trun") if track == VIDEO_TRACK else 0


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Whole boxes only: what reaches beyond `data` ends the list."""
    at = 0
    while at + 8 <= len(data):
        size, kind = unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            return
        yield kind, data[at + 8 : at + size]
        at += size
