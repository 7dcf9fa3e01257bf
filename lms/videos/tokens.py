"""The token in a media address: who may play which stream, issued when and until when. Checked by itself. Pure.

It also carries a mark of the sign-in that it was made for. A browser that is signed in otherwise can't use it; a native
player, which sends no cookie, can for as long as it lasts.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from itsdangerous import BadSignature, Signer

MARK_LENGTH = 16


@dataclass(frozen=True)
class Ticket:
    """What a token says."""

    person_id: int
    stream: str
    """The stream's own folder name: letters, digits, - and _."""
    issued_ms: int
    """Milliseconds since 1970. Whatever is revoked later doesn't play any more."""
    ends: int
    """Seconds since 1970."""
    mark: str


def mark(secret: str | None) -> str:
    """Tells one sign-in from another, without giving its secret away."""
    return sha256(f"media {secret}".encode()).hexdigest()[:MARK_LENGTH] if secret else ""


def sign(ticket: Ticket, key: str) -> str:
    """The token, fit to be one part of a path."""
    said = f"{ticket.person_id}~{ticket.stream}~{ticket.issued_ms}~{ticket.ends}~{ticket.mark}"
    return _signer(key).sign(said).decode()


def read(token: str, key: str, now: datetime) -> Ticket | None:
    """What the token says, if we signed it and it still lasts."""
    try:
        ticket = _signed(token, key)
    except BadSignature:
        return None
    return ticket if now.timestamp() < ticket.ends else None


@lru_cache(maxsize=4096)  # a viewer asks with the same token for hours; what isn't ours raises, and isn't kept
def _signed(token: str, key: str) -> Ticket:
    person_id, stream, issued_ms, ends, marked = _signer(key).unsign(token).decode().split("~")
    return Ticket(int(person_id), stream, int(issued_ms), int(ends), marked)


@lru_cache(maxsize=4)
def _signer(key: str) -> Signer:
    return Signer(key, salt="attune.media", sep="~", key_derivation="hmac", digest_method=sha256)
