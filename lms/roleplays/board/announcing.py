"""A draft becomes the groups of a round, with as few rows changed as can be, and everybody concerned is told."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.program.queries import protocols_of
from lms.roleplays.board import checks, queries, rules
from lms.roleplays.board.actions import AT_WORK, CHANGED
from lms.roleplays.board.models import Board, LeftOut
from lms.roleplays.board.queries import Gathered, Opened, Told
from lms.roleplays.hours.resolving import instants
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import State, scenario_json

NO_SCENARIO = "The program doesn’t say yet how this role play is played: its protocol is missing."


def announce(opened: Opened, seen: int, by: Person, now: datetime) -> int:
    """Tell people the groups of the draft. Gives how many groups are new, changed or dissolved; again changes nothing.

    Raises Conflict where the draft has changed since it was seen, Refused where a group of it breaks a hard rule.
    """
    board = db.get(Board, opened.round.id, with_for_update=True, populate_existing=True)
    if board is None or not board.groups:
        raise Refused("There are no groups yet.")
    if board.saved != seen:
        raise Conflict(CHANGED)
    if opened.is_solving:
        raise Refused(AT_WORK)
    if now >= opened.round.until_at:
        raise Refused("This round is over.")
    found = queries.gather(opened, now)
    groups = [group.members for group in rules.draft_of(board.groups)]
    _check(found, groups)
    changed, dissolved = _write(found, groups, now)
    _leave_out(found, groups)
    _open(opened.round, now)
    if changed or dissolved:
        _publish(opened.round, changed, dissolved)
    return len(changed) + len(dissolved)


def _check(found: Gathered, groups: Sequence[Sequence[int]]) -> None:
    faulty = [place for place, members in enumerate(groups, 1) if checks.checked(found, members).faults]
    if faulty:
        which = ", ".join(str(place) for place in faulty)
        raise Refused(f"Not announced: something keeps group {which} from meeting. Its card says what.")
    torn = [told for told in found.settled if set(told.members) not in [set(members) for members in groups]]
    if torn:
        raise Refused(f"Group {torn[0].number} has met already: it stays as it was. Undo what was changed about it.")


def _write(found: Gathered, groups: Sequence[Sequence[int]], now: datetime) -> tuple[list[int], list[int]]:
    """Ids of the groups that are new or others now, and of those that are dissolved."""
    told = {one.id: one for one in found.told}
    kept = rules.kept_groups({id: one.members for id, one in told.items()}, groups)
    places = {place: id for id, place in kept.items()}
    dissolved = [id for id in told if id not in kept]
    for id in dissolved:
        _dissolve(id, now)
    changed = []
    number = db.scalar(
        select(func.coalesce(func.max(RolePlayGroup.number), 0)).where(RolePlayGroup.round_id == found.opened.round.id)
    )
    number = number or 0
    for place, members in enumerate(groups):
        if place in places:
            before = told[places[place]]
            if set(before.members) != set(members):
                _regroup(found, before, members, now)
                changed.append(before.id)
        else:
            number += 1
            changed.append(_begin(found, number, members, now))
    db.flush()
    return changed, dissolved


def _begin(found: Gathered, number: int, members: Sequence[int], now: datetime) -> int:
    group = RolePlayGroup(round_id=found.opened.round.id, number=number, announced_at=now)
    db.add(group)
    db.flush()
    for person_id, part in rules.seated(members, {}).items():
        db.add(Seat(group_id=group.id, person_id=person_id, part=part, since=now))
    db.add(_proposed(found, group.id, members, now))
    return group.id


def _regroup(found: Gathered, before: Told, members: Sequence[int], now: datetime) -> None:
    """Others are in a group now. It keeps its meeting, if that suits them all."""
    seats = {seat.person_id: seat for seat in db.scalars(select(Seat).where(Seat.group_id == before.id))}
    staying = [one for one in before.members if one in members]
    coming = [one for one in members if one not in before.members]
    for one in set(before.members) - set(members):
        seats[one].left_at = now
    for one, part in rules.seated([*staying, *coming], {one: before.parts[one] for one in staying}).items():
        seat = seats.get(one)
        if seat is None:
            db.add(Seat(group_id=before.id, person_id=one, part=part, since=now))
        else:
            seat.since = seat.since if seat.left_at is None else now
            seat.part, seat.left_at = part, None
    meeting = db.get(Meeting, before.id)
    if meeting is None:
        db.add(_proposed(found, before.id, members, now))
    elif not _suits(found, meeting, members):
        other = _proposed(found, before.id, members, now)
        meeting.held_on, meeting.starts_at_time, meeting.zone_name = (
            other.held_on,
            other.starts_at_time,
            other.zone_name,
        )
        meeting.starts_at, meeting.ends_at, meeting.state = other.starts_at, other.ends_at, State.PROPOSED
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, now


def _suits(found: Gathered, meeting: Meeting, members: Sequence[int]) -> bool:
    bit = found.start_bit(meeting)
    goes_on = meeting.state in (State.PROPOSED, State.BOOKED)
    return goes_on and bit is not None and bool(rules.shared(found.starts, members) >> bit & 1)


def _proposed(found: Gathered, group_id: int, members: Sequence[int], now: datetime) -> Meeting:
    """The first of the starts that suit all well, or at all; not booked yet."""
    well = rules.shared(found.starts, members) & rules.shared(found.comfortable, members)
    [starts_at, *_] = instants(well, found.begin) if well else found.shared(members)
    zone = ZoneInfo(found.opened.round.cohort.zone_name)
    wall = starts_at.astimezone(zone)
    return Meeting(
        group_id=group_id,
        held_on=wall.date(),
        starts_at_time=wall.time().replace(tzinfo=None),
        zone_name=zone.key,
        starts_at=starts_at,
        ends_at=starts_at + found.opened.round.minutes * rules.MINUTE,
        state=State.PROPOSED,
        changed_at=now,
    )


def _dissolve(group_id: int, now: datetime) -> None:
    group = db.get_one(RolePlayGroup, group_id)
    group.dissolved_at = now
    for seat in db.scalars(select(Seat).where(Seat.group_id == group_id, Seat.left_at.is_(None))):
        seat.left_at = now
    if (meeting := db.get(Meeting, group_id)) and meeting.state in (State.PROPOSED, State.BOOKED):
        meeting.state, meeting.sequence, meeting.changed_at = State.CANCELED, meeting.sequence + 1, now


def _leave_out(found: Gathered, groups: Sequence[Sequence[int]]) -> None:
    """Note who had hours and got no group."""
    placed = {one for members in groups for one in members}
    without = {one for one in found.learners if found.starts.get(one, 0)} - placed
    db.execute(delete(LeftOut).where(LeftOut.round_id == found.opened.round.id))
    db.add_all(LeftOut(round_id=found.opened.round.id, person_id=one) for one in sorted(without))


def _open(round_: RolePlayRound, now: datetime) -> None:
    """What is played is kept as it is now, when the groups are announced first."""
    if round_.announced_at is None:
        try:
            protocols = protocols_of(round_.program_class.program_id)
            round_.scenario = scenario_json(queries.role_play_of(round_.class_id), protocols)
        except LookupError:
            raise Refused(NO_SCENARIO) from None
        round_.announced_at = now


def _publish(round_: RolePlayRound, changed: Sequence[int], dissolved: Sequence[int]) -> None:
    db.flush()
    for id in (*changed, *dissolved):
        db.expire(db.get_one(RolePlayGroup, id), ["seats", "meeting"])
    found = [rounds.group(id) for id in changed]
    gone = [rounds.group(id) for id in dissolved]
    publish(GroupsAnnounced(round_, [one for one in found if one], [one for one in gone if one]))
