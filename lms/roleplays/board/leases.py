"""Which worker solves which round. Leases as those of packaging videos; each function is a short transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from lms.core.db import db, transaction
from lms.roleplays.board.models import Solving
from lms.roleplays.board.rules import LEASE, TRIES, SolvingState

GIVEN_UP = "Solving ended without a word, twice. Please ask the operator to look at the worker’s log."


@dataclass(frozen=True)
class Turn:
    """The right to solve a round, until it isn't renewed for a minute."""

    round_id: int
    number: int
    asked_by_id: int | None


@dataclass(frozen=True)
class Held:
    """What a worker learns when it renews its lease."""

    is_ours: bool
    is_cancelled: bool


def take(now: datetime) -> Turn | None:
    """The round that has waited longest, or that a dead worker left behind."""
    with transaction():
        _give_up(now)
        found = db.scalar(
            select(Solving)
            .where(Solving.state.in_((SolvingState.WAITING, SolvingState.RUNNING)))
            .where(or_(Solving.leased_until.is_(None), Solving.leased_until <= now))
            .order_by(Solving.asked_at, Solving.round_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        found.state, found.leased_until = SolvingState.RUNNING, now + LEASE
        found.tries, found.number = found.tries + 1, found.number + 1
        return Turn(found.round_id, found.number, found.asked_by_id)


def renew(turn: Turn, now: datetime, **columns: Any) -> Held:
    """Hold the lease for longer and tell how far it is."""
    with transaction():
        is_ours = write(turn, leased_until=now + LEASE, **columns)
        asked = db.scalar(select(Solving.cancel_asked_at).where(Solving.round_id == turn.round_id))
        return Held(is_ours, asked is not None)


def fail(turn: Turn, trouble: str) -> None:
    """There is no answer, and why."""
    with transaction():
        write(turn, state=SolvingState.FAILED, leased_until=None, trouble=trouble)


def write(turn: Turn, **columns: Any) -> bool:
    """Change the row in the transaction at hand, if the lease is ours still."""
    mine = (
        Solving.round_id == turn.round_id,
        Solving.number == turn.number,
        Solving.state == SolvingState.RUNNING,
    )
    result = db.execute(update(Solving).where(*mine).values(**columns))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _give_up(now: datetime) -> None:
    dead = (Solving.state == SolvingState.RUNNING, Solving.leased_until <= now, Solving.tries >= TRIES)
    failed = {"state": SolvingState.FAILED, "leased_until": None, "trouble": GIVEN_UP}
    db.execute(update(Solving).where(*dead).values(**failed))
