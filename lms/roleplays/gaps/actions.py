"""Going on without somebody."""

from collections.abc import Sequence
from datetime import datetime

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.program.models import Assignment
from lms.roleplays.agree import absences
from lms.roleplays.agree import actions as agree
from lms.roleplays.agree import queries as agreeing
from lms.roleplays.agree.events import MeetingBooked
from lms.roleplays.gaps import queries, rules
from lms.roleplays.gaps.models import Instead
from lms.roleplays.meeting.queries import Room
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, Seat
from lms.roleplays.rounds.rules import Part
from lms.roleplays.timing import actions as timing

NOBODY_MISSING = "Nobody has been called absent. Say in the room who isn’t here."


def ask(room: Room, now: datetime) -> Sequence[Person]:
    """Ask volunteers who are free in this hour to come now. Raises Refused where there is nobody to ask."""
    missing = next((one for one in room.seated if one.is_missed), None)
    if missing is None:
        raise Refused(NOBODY_MISSING)
    if room.clock(now).turn:
        raise Refused("You have gone on to the second turn: nobody can come in any more.")
    return absences.seek_at_once(agreeing.fresh(room.group.id), missing.person, now)


def join(room: Room, group_id: int, person: Person, now: datetime) -> RolePlayGroup:
    """Whoever is left alone joins a group that meets now, as an observer; their own doesn't meet any more.

    Raises Refused where they aren't alone, or that group can't be joined any more.
    """
    here = [one for one in room.seated if not one.is_missed]
    if len(here) == len(room.seated):
        raise Refused(NOBODY_MISSING)
    if rules.can_go_on(len(here)):
        raise Refused("There are two of you: you can go on with the version for two.")
    agreeing.hold(group_id)
    if group_id not in {one.group.id for one in queries.running(room, now)}:
        raise Refused("This group can’t be joined any more: it is full, or its second turn has begun.")
    other = agreeing.fresh(group_id)
    own = agreeing.fresh(room.group.id)
    agree.call_off(own, now)
    for seat in own.taken:
        if seat.person_id == person.id:
            seat.left_at = now
    own.dissolved_at = now
    known = next((seat for seat in other.seats if seat.person_id == person.id), None)
    if known:
        known.left_at = None
    else:
        db.add(Seat(group_id=other.id, person_id=person.id, part=Part.OBSERVER, since=now))
    meeting = db.get_one(Meeting, other.id)
    meeting.sequence += 1
    meeting.changed_at = now
    timing.say_changed(other.id, person.id, now)
    found = agreeing.fresh(other.id)
    publish(MeetingBooked(found, meeting.starts_at))
    return found


def practice_instead(room: Room, person: Person, now: datetime) -> Assignment:
    """Take the exercise in the place of a role play that doesn't come about. Raises Refused where there is none, or it
    can come about."""
    here = [one for one in room.seated if not one.is_missed]
    if len(here) == len(room.seated):
        raise Refused(NOBODY_MISSING)
    found = queries.exercise(room)
    if found is None:
        raise Refused("This program has no exercise to do instead. Please write to your coordinator.")
    added(Instead(group_id=room.group.id, person_id=person.id, assignment_id=found.id, at=now))
    return found
