"""States and limits of uploads and videos. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NAME_LIMIT = 255  # characters of a file's name
UPLOAD_WAITS = timedelta(days=7)  # an upload that doesn't move for so long is thrown away
OPEN_MOST = 5  # uploads of one person that aren't whole
HOLDS_ROOM = timedelta(hours=1)  # an upload that doesn't move for so long reserves no room, and makes way for another
SPARE = 512 * 1024 * 1024  # bytes of the disk that uploads leave to everybody else
LEASE = timedelta(seconds=60)  # a worker that doesn't renew its lease for so long is taken for dead
SHORT = 300 * 1024 * 1024  # bytes of a source that may pass by one that takes long
TRIES = 3  # how often packaging may die before the video is called broken
ROOM_WAITS = timedelta(minutes=5)  # until packaging is tried again after the disk was full, or the media store away
EARLY = "-early"  # ends the name of a preview, which is otherwise that of the final stream
REMEMBERED_S = 10  # how long a server in front may take the door's word for granted
PRESIGNED_LASTS = timedelta(seconds=10)  # how long an object store gives a segment to whoever was sent to it
REVOCATIONS_LAST = timedelta(seconds=20)  # how long a process believes what it knows of revocations
BEYOND_THE_END = timedelta(hours=1)  # what an address of a native player lasts longer than twice the video

TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/mp4",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "json": "application/json",
}
NAME = re.compile(rf"(?:[\w-]+/)?[\w-]+\.({'|'.join(TYPES)})", re.ASCII)


@dataclass(frozen=True)
class Term:
    """How long a media address plays, at least; those made within one step are the same, for browsers to keep."""

    lasts: timedelta
    step: timedelta

    @property
    def whole(self) -> timedelta:
        return self.lasts + self.step


USUAL = Term(timedelta(hours=6), timedelta(hours=1))
RENEWED = Term(timedelta(minutes=4), timedelta(minutes=1))
LONGEST = timedelta(hours=25)
"""No address plays longer: revocations older than that revoke nothing that still lasts."""


class VideoState(StrEnum):
    """Where a video stands."""

    WAITING = "waiting"
    PREPARING = "preparing"
    READY = "ready"
    REFUSED = "refused"


def too_large(size: int, limit_mb: int) -> str | None:
    """Why an upload of `size` bytes isn't taken in, as a sentence, or None."""
    if size <= limit_mb * 1024 * 1024:
        return None
    most = said_size(limit_mb * 1024 * 1024)
    return f"This file has {said_size(size)}; at most {most} can be uploaded. Please export it smaller."


def beyond_quota(size: int, held: int, quota_mb: int, whose: str) -> str | None:
    """Why no `size` bytes more are taken where videos (`whose`: "your videos") hold `held`, or None; 0 is no bound."""
    left = quota_mb * 1024 * 1024 - held
    if not quota_mb or size <= left:
        return None
    return (
        f"This file has {said_size(size)}, and of the {said_size(quota_mb * 1024 * 1024)} that {whose} may hold "
        f"{said_size(max(0, left))} are left. Please ask the operator for more, or export it smaller."
    )


def no_room(size: int, free: int, to_come: int) -> str | None:
    """Why `size` bytes don't fit on a disk with `free` ones, of which other uploads want `to_come`, or None."""
    if size <= free - to_come - SPARE:
        return None
    return "There is not enough free disk space for this file. Please tell the operator, then upload it again."


def said_size(size: int) -> str:
    """The size in the words of a file manager."""
    for unit, bytes_in in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= bytes_in:
            return f"{size / bytes_in:.1f} {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"


def clean_name(name: str) -> str:
    """A sender's name for a file, as it may be shown: its last part, printable, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:NAME_LIMIT] or "video"


def type_of(name: str) -> str | None:
    """The content type of a file of a stream; None where no stream has such a file."""
    match = NAME.fullmatch(name)
    return TYPES[match[1]] if match else None


def family(stream: str) -> str:
    """The final stream's name, of a preview too: what is revoked or erased is both."""
    return stream.removesuffix(EARLY)


def is_whole(stream_key: str | None) -> bool:
    """Whether a stream plays to its end: it is there, and no preview."""
    return stream_key is not None and not stream_key.endswith(EARLY)


def native_term(duration_ms: int) -> Term:
    """The term of an address that can't be replaced in mid-play: it outlives the video."""
    lasts = min(timedelta(milliseconds=2 * duration_ms) + BEYOND_THE_END, LONGEST - RENEWED.step)
    return Term(lasts, RENEWED.step)


def issued_ms(now: datetime, term: Term, revoked_ms: int | None) -> int:
    """Since when an address made `now` counts as issued, in milliseconds since 1970: the beginning of its step.

    A revocation within that step cuts it: what is made after it is another address, and isn't revoked.
    """
    step = term.step // timedelta(milliseconds=1)
    begun = int(now.timestamp() * 1000) // step * step
    return begun if revoked_ms is None else max(begun, revoked_ms + 1)


def ends_s(now: datetime, term: Term) -> int:
    """When an address made `now` stops playing, in seconds since 1970."""
    step = int(term.step.total_seconds())
    return int(now.timestamp()) // step * step + int(term.whole.total_seconds())


def remembered_s(ends: int, now: datetime) -> int:
    """How many seconds a server in front may rely on a token that ends then: never beyond its end."""
    return max(0, min(REMEMBERED_S, int(ends - now.timestamp())))
