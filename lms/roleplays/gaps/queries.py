"""What can be offered to those who are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.db import db
from lms.people.models import Person
from lms.program.models import Assignment, ProgramClass
from lms.program.rules import PracticeKind
from lms.roleplays.agree.models import Absence, StandInAsk
from lms.roleplays.gaps import rules
from lms.roleplays.meeting.queries import Room, Seated
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, Seat
from lms.roleplays.rounds.rules import State
from lms.roleplays.timing.models import RoomEvent
from lms.roleplays.timing.queries import clock_of


@dataclass(frozen=True)
class Asked:
    """A volunteer who has been asked to come now."""

    name: str
    accepts: bool | None
    is_over: bool


@dataclass(frozen=True)
class Running:
    """Another group that meets now, with its meeting, and who is in it."""

    group: RolePlayGroup
    taken: Sequence[Seat]


@dataclass(frozen=True)
class Gap:
    """Somebody isn't there."""

    missing: Sequence[Seated]
    here: Sequence[Seated]
    """Whoever wasn't called absent."""
    groups: Sequence[Running]
    """That can be joined; none while two are here."""
    asked: Sequence[Asked]

    @property
    def can_go_on(self) -> bool:
        return rules.can_go_on(len(self.here))

    @property
    def is_asking(self) -> bool:
        return any(not one.is_over for one in self.asked)


def gap(room: Room, now: datetime) -> Gap:
    """Who is missing in a group, and how the others can go on. At most three statements."""
    missing = [one for one in room.seated if one.is_missed]
    here = [one for one in room.seated if not one.is_missed]
    groups = running(room, now) if missing and not rules.can_go_on(len(here)) else ()
    return Gap(missing, here, groups, _asked(room.group.id))


def running(room: Room, now: datetime) -> Sequence[Running]:
    """Other groups of the round that meet now and can still be joined. Two statements."""
    seats: dict[int, list[Seat]] = {}
    for seat in db.scalars(_seats_beside(room, now)):
        seats.setdefault(seat.group_id, []).append(seat)
    events: dict[int, list[RoomEvent]] = {group_id: [] for group_id in seats}
    for event in db.scalars(select(RoomEvent).where(RoomEvent.group_id.in_(seats)).order_by(RoomEvent.id)):
        events[event.group_id].append(event)
    found = [Running(taken[0].group, taken) for taken in seats.values()]
    return [one for one in found if _can_join(room, one, events[one.group.id], now)]


def _seats_beside(room: Room, now: datetime) -> Select[tuple[Seat]]:
    """Who sits in the other groups of the round that meet about now."""
    others = (RolePlayGroup.round_id == room.group.round_id, RolePlayGroup.id != room.group.id)
    meets = (
        Meeting.starts_at <= now + rules.EARLY,
        Meeting.ends_at > now,
        Meeting.state.in_([State.BOOKED, State.HELD]),
    )
    return (
        select(Seat)
        .join(Seat.group)
        .join(RolePlayGroup.meeting)
        .where(*others, RolePlayGroup.dissolved_at.is_(None), Seat.left_at.is_(None), *meets)
        .options(
            contains_eager(Seat.group).contains_eager(RolePlayGroup.meeting),
            joinedload(Seat.person, innerjoin=True),
        )
        .order_by(RolePlayGroup.number, Seat.id)
    )


def exercise(room: Room) -> Assignment | None:
    """The drill that is nearest to the role play's class, with its class; its own, if it has one. One statement."""
    here = room.group.round.program_class
    far = func.abs(ProgramClass.number - here.number)
    return db.scalars(
        select(Assignment)
        .join(Assignment.program_class)
        .options(contains_eager(Assignment.program_class))
        .where(ProgramClass.program_id == here.program_id, Assignment.kind == PracticeKind.DRILL)
        .where(~Assignment.is_retired, ~Assignment.is_pinned)
        .order_by(far, ProgramClass.number, Assignment.id)
        .limit(1)
    ).one_or_none()


def _can_join(room: Room, other: Running, events: Sequence[RoomEvent], now: datetime) -> bool:
    return rules.can_join(clock_of(room.scenario, other.taken, events, now), len(other.taken))


def _asked(group_id: int) -> Sequence[Asked]:
    """Volunteers who were asked to come to a meeting that had begun."""
    rows = db.execute(
        select(Person.name, StandInAsk.accepts, Absence.settled_at)
        .join(Absence, Absence.id == StandInAsk.absence_id)
        .join(Person, Person.id == StandInAsk.person_id)
        .join(Meeting, Meeting.group_id == Absence.group_id)
        .where(Absence.group_id == group_id, Absence.said_at >= Meeting.starts_at)
        .order_by(StandInAsk.id)
    )
    return [Asked(name, accepts, settled_at is not None or accepts is False) for name, accepts, settled_at in rows]
