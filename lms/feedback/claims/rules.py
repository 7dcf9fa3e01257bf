"""How long a claim holds, and who may go on in spite of one. Pure."""

from datetime import datetime, timedelta

HELD_FOR = timedelta(minutes=30)  # after the last thing that was done there
NOTE_LIMIT = 500  # characters


def is_live(touched_at: datetime, now: datetime) -> bool:
    """Whether a claim that was touched then still holds."""
    return now - touched_at < HELD_FOR


def stale_before(now: datetime) -> datetime:
    """A claim that was touched at this instant, or earlier, holds no more."""
    return now - HELD_FOR


def is_in_the_way(holder_id: int | None, trainer_id: int, confirmed_id: int | None) -> bool:
    """Whether a trainer has to be asked before they answer what `holder_id` is at (None: nobody is).

    `confirmed_id`: of whom they said already that it doesn't matter.
    """
    return holder_id is not None and holder_id not in (trainer_id, confirmed_id)
