"""Passwords as they are kept: argon2id, with the parameters that argon2-cffi recommends (RFC 9106, low memory)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher()


def kept(password: str) -> str:
    """What is stored in place of the password."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Without a hash it takes as long, and the answer is no."""
    try:
        _hasher.verify(password_hash or _nobodys(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was kept with other parameters than those of today."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobodys() -> str:
    return kept("a password that nobody has")
