"""Side effects, written down in the transaction that causes them and delivered after it, at least once.

A letter has a `kind` (who delivers it) and a `key`: the same key is never taken in twice. Failing letters wait longer
each time; a worker that dies while delivering leaves its letter to the next sweep. What a letter says is forgotten once
it is delivered: it may hold a link that opens a door.

Where one kind fails again and again (a mail server that is away), the rest of it waits for the next sweep, so that
nothing else waits for its time-outs.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Base, added, db, transaction
from lms.core.errors import AttuneError

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
WAITS = [timedelta(seconds=s) for s in (15, 60, 300, 900, 3600, 3 * 3600)]  # then the last, again and again
GIVE_UP = timedelta(days=3)
PATIENCE = 3  # failures of one kind in a row, until the next sweep

Carrier = Callable[[dict[str, Any]], None]


class NotYet(AttuneError):
    """Raised by a carrier for a letter that is to wait until then. That isn't a failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until:%Y-%m-%dT%H:%MZ}")
        self.until = until


class Undeliverable(AttuneError):
    """Raised by a carrier for a letter that can never be delivered: it is given up at once."""


class Letter(Base):
    """One side effect that has to happen."""

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]]
    written_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


def post(kind: str, key: str, payload: dict[str, Any]) -> bool:
    """Write a letter, unless one with this key has been written before. Whether it has been written now."""
    if db.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return False
    now = clock.now()
    if not added(Letter(kind=kind, key=key, payload=payload, written_at=now, due_at=now)):
        return False
    db.info["posted"] = True
    return True


def written(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which a letter has been written."""
    return set(db.scalars(select(Letter.key).where(Letter.key.in_(list(keys)))))


def deliver(carriers: Mapping[str, Carrier]) -> int:
    """Deliver every letter that is due; give the count delivered. Failures are logged, and tried again later."""
    delivered, failures = 0, Counter[str]()
    while letter := _lease([kind for kind, count in failures.items() if count >= PATIENCE]):
        try:
            carriers[letter.kind](letter.payload)
        except NotYet as put_off:
            _change(letter, due_at=put_off.until, tries=letter.tries - 1)
        except Undeliverable as fault:
            log.warning("letter %s (%s) is given up: %s", letter.id, letter.kind, fault)
            _change(letter, given_up_at=clock.now())
        except Exception as fault:
            failures[letter.kind] += 1
            log.warning(
                "letter %s (%s) failed at try %s: %s", letter.id, letter.kind, letter.tries, type(fault).__name__
            )
            _put_off(letter)
        else:
            delivered += 1
            failures[letter.kind] = 0
            _change(letter, delivered_at=clock.now(), payload={})
    return delivered


def _lease(left_out: Collection[str]) -> Letter | None:
    with transaction():
        now = clock.now()
        waiting = (Letter.delivered_at.is_(None), Letter.given_up_at.is_(None), Letter.due_at <= now)
        letter = db.scalar(
            select(Letter)
            .where(*waiting, Letter.kind.not_in(left_out))
            .order_by(Letter.due_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if letter:
            letter.tries += 1
            letter.due_at = now + LEASE
        return letter


def _put_off(letter: Letter) -> None:
    now = clock.now()
    wait = WAITS[min(letter.tries, len(WAITS)) - 1]
    given_up = now if now - letter.written_at > GIVE_UP else None
    _change(letter, due_at=now + wait, given_up_at=given_up)


def _change(letter: Letter, **values: Any) -> None:
    with transaction():
        db.execute(update(Letter).where(Letter.id == letter.id).values(**values))
