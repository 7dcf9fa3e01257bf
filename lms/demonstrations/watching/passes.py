"""The pass of one player on one opened page: what it may tell of, and since when it can have played. Pure.

It stands in the page, so that telling what was watched asks the database for nobody's rights. It holds a media ticket:
what ends the playing ends the pass.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from lms.videos.tokens import Ticket


@dataclass(frozen=True)
class Pass:
    """What a pass says."""

    ticket: Ticket
    demonstration_id: int
    video_id: int
    cohort_id: int | None
    duration_ms: int
    opened_at: datetime

    @property
    def of(self) -> tuple[int, int, int]:
        """Person, demonstration and video."""
        return self.ticket.person_id, self.demonstration_id, self.video_id


def sign(given: Pass, key: str) -> str:
    """The pass, fit to be one part of a path."""
    t, opened = given.ticket, int(given.opened_at.timestamp())
    said = f"{t.person_id}~{t.stream}~{t.issued_ms}~{t.ends}~{t.mark}~{given.demonstration_id}~{given.video_id}"
    said += f"~{given.cohort_id or 0}~{given.duration_ms}~{opened}"
    return _signer(key).sign(said).decode()


@lru_cache(maxsize=4096)  # a player tells with the same pass for hours; what isn't ours raises, and isn't kept
def _read(text: str, key: str) -> Pass:
    person, stream, issued, ends, mark, *rest = _signer(key).unsign(text).decode().split("~")
    demonstration, video, cohort, duration, opened = map(int, rest)
    ticket = Ticket(int(person), stream, int(issued), int(ends), mark)
    return Pass(ticket, demonstration, video, cohort or None, duration, datetime.fromtimestamp(opened, UTC))


def read(text: str, key: str) -> Pass | None:
    """What the pass says, if we signed it; whether it still lasts is for the caller to see."""
    try:
        return _read(text, key)
    except (BadSignature, ValueError):  # ValueError: what isn't text at all
        return None


@lru_cache(maxsize=4)
def _signer(key: str) -> Signer:
    return Signer(key, salt="attune.watching", sep="~", key_derivation="hmac", digest_method=sha256)
