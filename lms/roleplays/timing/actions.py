"""Pressing something, and writing down what was practiced."""

from datetime import datetime

from sqlalchemy import select

from lms.core.db import added, db
from lms.roleplays.timing.models import PlayedPart, RoomEvent
from lms.roleplays.timing.queries import turns_written
from lms.roleplays.timing.rules import Clock, Event, Press


def press(group_id: int, event: Event) -> None:
    """Add what was pressed. Whether it counts says the clock; what comes twice under its key is added once."""
    kept = select(RoomEvent.id).where(RoomEvent.group_id == group_id, RoomEvent.person_id == event.by)
    if db.scalar(kept.where(RoomEvent.key == event.key)) is None:
        added(
            RoomEvent(
                group_id=group_id,
                person_id=event.by,
                key=event.key,
                press=event.press,
                at=event.at,
                beat=event.beat,
                step=event.step,
                about_id=event.about,
            )
        )


def say_changed(group_id: int, person_id: int, now: datetime) -> None:
    """Let the pages of a room look anew: somebody has come into the group. It changes nothing of the clock."""
    press(group_id, Event(Press.ARRIVED, person_id, f"in-{person_id}-{now.timestamp():.0f}", now, about=person_id))


def write_down(group_id: int, clock: Clock) -> bool:
    """Write down who played what in the turns that were played since the last time; whether there were any."""
    written = turns_written(group_id)
    fresh = [turn for turn in clock.played if turn not in written]
    for turn in fresh:
        parts = clock.parts(turn)
        for person_id in clock.players:
            added(PlayedPart(group_id=group_id, turn=turn, person_id=person_id, part=parts[person_id]))
    return bool(fresh)
