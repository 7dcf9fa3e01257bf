"""Hours at which a whole group can, peers who could take a place, and groups that have one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from lms.people.models import Person
from lms.roleplays.agree import queries, rules
from lms.roleplays.agree.rules import Choice, Member
from lms.roleplays.hours import queries as hours
from lms.roleplays.hours.resolving import QUARTER, Hours, instants
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound
from lms.roleplays.rounds.rules import State


def common_hours(group: RolePlayGroup, now: datetime) -> list[Choice]:
    """Hours in the round at which all members can, best first. Who has said nothing about their hours restricts nobody:
    they are asked like the others."""
    round_, people = group.round, [seat.person for seat in group.taken]
    span = _quarters(max(round_.from_at, now + rules.NOTICE), round_.until_at)
    if span[0] >= span[1]:
        return []
    said = hours.hours_of(round_.cohort_id, span)
    given = [said[person.id] for person in people if person.id in said and not said[person.id].is_empty]
    if not given:
        return []
    mask = -1
    for one in given:
        mask &= one.starts(*span, round_.minutes)
    spent = queries.burdens(round_.cohort_id, [person.id for person in people], group.id)
    members = [Member(person.zone, spent[person.id]) for person in people]
    return rules.rank(instants(mask, span[0]), round_.minutes, round_.cohort.zone, members)


def stand_ins(group: RolePlayGroup, meeting: Meeting, asked: Sequence[int]) -> list[Person]:
    """Peers who can at the hour of a meeting and whose own group isn't disturbed: those who step in where somebody is
    missing, and those who have no group in this round. First the volunteers, then those for whom the hour is the most
    comfortable. Nobody else is asked."""
    round_ = group.round
    known = {seat.person_id for seat in group.seats} | set(asked)
    peers = queries.learners_apart_from(round_.cohort_id, known)
    taken = queries.busy_then([peer.id for peer in peers], meeting.starts_at, meeting.ends_at)
    said = _said_about(round_, meeting.starts_at)
    placed = {seat.person_id for other in rounds.groups_of(round_.id) for seat in other.taken}
    volunteers = hours.volunteers_of(round_.cohort_id)
    asked_at_all = [peer for peer in peers if peer.id in volunteers or peer.id not in placed]
    free = [
        peer for peer in asked_at_all if peer.id not in taken and _is_free(said, peer.id, round_, meeting.starts_at)
    ]
    costs = {peer.id: rules.cost_of(meeting.starts_at, round_.minutes, peer.zone) for peer in free}
    could = [peer for peer in free if costs[peer.id] < rules.TOO_LATE]
    return sorted(could, key=lambda peer: (peer.id not in volunteers, peer.id in placed, costs[peer.id], peer.id))


def group_with_room(group: RolePlayGroup, people: Sequence[Person], now: datetime) -> RolePlayGroup | None:
    """Another group of the round that has room for these people, at an hour at which they can; the smallest first."""
    round_, own = group.round, group.meeting
    found = []
    for other in rounds.groups_of(round_.id):
        meeting = other.meeting
        has_room = len(other.taken) + len(people) <= rules.GROUP_MOST
        if other.id == group.id or not has_room or meeting is None or meeting.state is not State.BOOKED:
            continue
        if meeting.starts_at >= now + rules.NOTICE:
            said = _said_about(round_, meeting.starts_at)
            is_own_hour = own is not None and own.starts_at == meeting.starts_at
            if is_own_hour or all(_is_free(said, person.id, round_, meeting.starts_at) for person in people):
                found.append(other)
    return min(found, key=lambda other: (len(other.taken), other.number), default=None)


def _said_about(round_: RolePlayRound, starts_at: datetime) -> Mapping[int, Hours]:
    return hours.hours_of(round_.cohort_id, _around(round_, starts_at))


def _is_free(said: Mapping[int, Hours], person_id: int, round_: RolePlayRound, starts_at: datetime) -> bool:
    """Whether they have said that they can from the quarter of an hour on in which a meeting begins."""
    return person_id in said and bool(said[person_id].starts(*_around(round_, starts_at), round_.minutes) & 1)


def _around(round_: RolePlayRound, starts_at: datetime) -> tuple[datetime, datetime]:
    begins = _floor(starts_at)
    return begins, begins + timedelta(minutes=round_.minutes) + QUARTER


def _quarters(begins_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    first = _floor(begins_at)
    return (first if first == begins_at else first + QUARTER), _floor(ends_at)


def _floor(at: datetime) -> datetime:
    return at - timedelta(seconds=at.timestamp() % QUARTER.total_seconds())
