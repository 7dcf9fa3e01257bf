"""Being in a room, steering its clock, and saying who isn't there."""

from datetime import datetime

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.roleplays.meeting import queries, rules
from lms.roleplays.meeting.events import MissedMeeting
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.meeting.queries import Room
from lms.roleplays.rounds.models import RolePlayGroup
from lms.roleplays.rounds.rules import State
from lms.roleplays.timing import actions as timing
from lms.roleplays.timing.rules import Event, Press


def come(room: Room, person_id: int, now: datetime) -> None:
    """Somebody has the room before them. Before it opens that isn't being there."""
    if not rules.is_open(room.hour, room.started_at, now):
        return
    attendance = _attendance(room.group.id, person_id)
    attendance.came_at = attendance.came_at or now
    if rules.is_seen_anew(attendance.seen_at, now):
        attendance.seen_at = now


def press(room: Room, event: Event) -> Room:
    """Take in what was pressed; give the room as it is then. What it says of its clock decides whether it counts."""
    timing.press(room.group.id, event)
    return settle(room, event.at)


def settle(room: Room, now: datetime) -> Room:
    """Write down what was practiced up to now; give the room as it is then."""
    again = queries.room(room.group.id)
    assert again
    meeting = again.group.meeting
    if timing.write_down(again.group.id, again.clock(now)) and meeting and meeting.state is State.BOOKED:
        meeting.state = State.HELD
    return again


def absent(group: RolePlayGroup, person: Person, by: Person, now: datetime) -> None:
    """Somebody of a group isn't there, says another. Raises Refused where that can't be said (yet, or any more).

    The others' clock goes on without them, and the miss is kept. Said twice it counts once.
    """
    room = queries.room(group.id)
    missed = room and room.of(person.id)
    if room is None or missed is None or person.id == by.id:
        raise Refused("They aren't in this group.")
    if missed.is_missed:
        return
    if not room.can_be_missed(missed, now):
        raise Refused(f"{person.name} has been here, or it is not ten minutes past the hour yet.")
    attendance = _attendance(group.id, person.id)
    attendance.missed_at, attendance.missed_by_id = now, by.id
    db.flush()
    timing.press(
        group.id, Event(Press.ABSENT, by.id, f"absent-{person.id}-{now.timestamp():.0f}", now, about=person.id)
    )
    publish(MissedMeeting(room.group, person, by, now, queries.misses(person.id, room.group.round.cohort_id)))


def arrive(room: Room, person: Person, key: str, now: datetime) -> Room:
    """Whoever was called absent is here after all: it is no miss, and during the first turn they get parts again."""
    one = room.of(person.id)
    if one and one.attendance:
        one.attendance.missed_at = one.attendance.missed_by_id = None
        db.flush()
    come(room, person.id, now)
    return press(room, Event(Press.ARRIVED, person.id, key, now, about=person.id))


def _attendance(group_id: int, person_id: int) -> Attendance:
    key = {"group_id": group_id, "person_id": person_id}
    found = db.get(Attendance, key)
    if found is None:
        added(Attendance(**key))
        found = db.get_one(Attendance, key)
    return found
