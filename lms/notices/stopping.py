"""The address in a mail by which its reader stops mails of its kind, without signing in. Pure.

It says whose and which, signed; it opens nothing else, and holds for as long as the site's secret key does.
"""

from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from lms.notices.rules import Kind

DIGEST = "digest"  # in place of a kind


@dataclass(frozen=True)
class Stop:
    """Whose mails of which kind are to stop. None: their digests."""

    person_id: int
    kind: Kind | None


def path(stop: Stop, key: str) -> str:
    """The local path of the page that stops them."""
    said = f"{stop.person_id}~{stop.kind or DIGEST}"
    return f"/notices/stop/{_signer(key).sign(said).decode()}"


def read(token: str, key: str) -> Stop | None:
    """What a path's last part says, if we signed it."""
    try:
        person_id, _, kind = _signer(key).unsign(token).decode().partition("~")
    except (BadSignature, UnicodeError):
        return None
    if kind == DIGEST:
        return Stop(int(person_id), None)
    return Stop(int(person_id), Kind(kind)) if kind in list(Kind) else None


def _signer(key: str) -> Signer:
    return Signer(key, salt="attune.notices.stop", sep="~", key_derivation="hmac", digest_method=sha256)
