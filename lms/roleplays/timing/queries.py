"""What was pressed, and how much of it somebody knows of."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms.core.db import db
from lms.roleplays.rounds.models import Seat
from lms.roleplays.rounds.rules import Part, Scenario
from lms.roleplays.timing.models import PlayedPart, RoomEvent
from lms.roleplays.timing.rules import Clock, clock

ORDER = list(Part)


def events_of(group_id: int) -> Sequence[RoomEvent]:
    """All that was pressed in a group's room, as it was taken in."""
    return db.scalars(select(RoomEvent).where(RoomEvent.group_id == group_id).order_by(RoomEvent.id)).all()


def clock_of(scenario: Scenario, seats: Sequence[Seat], events: Sequence[RoomEvent], now: datetime) -> Clock:
    """The clock of a group whose seats these are."""
    order = sorted(seats, key=lambda seat: (ORDER.index(seat.part), seat.id))
    return clock(scenario.protocol, [seat.person_id for seat in order], [event.said for event in events], now)


def turns_written(group_id: int) -> set[int]:
    """Turns of which it is written down who played what."""
    return set(db.scalars(select(PlayedPart.turn).where(PlayedPart.group_id == group_id).distinct()))
