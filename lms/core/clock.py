"""The only clock. Rules take `now`; whoever needs the real one asks here, and tests set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    """This instant, aware, in UTC, whole milliseconds (what every engine keeps)."""
    instant = datetime.now(UTC) + _shift
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the clock run from `instant` on, for tests and for making sample history."""
    global _shift
    before = _shift
    _shift = instant - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before
