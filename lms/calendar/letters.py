"""Invitations to role plays by mail: told like all else, with an entry that calendar programs take over."""

from lms.calendar import queries
from lms.core.entries import Method
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.people.models import Person
from lms.roleplays.agree.events import MeetingBooked, MeetingCanceled
from lms.roleplays.agree.letters import key_of, subject_of
from lms.roleplays.rounds.models import RolePlayGroup

OLD = (Kind.ROLE_PLAY_HOUR, Kind.ROLE_PLAY_BOOKED, Kind.ROLE_PLAY_MOVED, Kind.ROLE_PLAY_TOMORROW, Kind.ROLE_PLAY_SOON)


def invite(event: MeetingBooked) -> None:
    """Everybody in the group gets the entry, or the one that takes its place."""
    notices.over(key_of(event.group.id), *OLD)
    kind = Kind.ROLE_PLAY_BOOKED if event.before is None else Kind.ROLE_PLAY_MOVED
    for seat in event.group.taken:
        _send(event.group, seat.person, kind, Method.REQUEST)


def cancel(event: MeetingCanceled) -> None:
    """Those who are out of it get the entry as canceled."""
    for person in event.people:
        _send(event.group, person, Kind.ROLE_PLAY_CANCELED, Method.CANCEL)


def _send(group: RolePlayGroup, person: Person, kind: Kind, method: Method) -> None:
    meeting = group.meeting
    assert meeting
    entry = queries.role_play(group, is_out=method is Method.CANCEL)
    notices.tell(
        person,
        kind,
        key=f"{key_of(group.id)}-{meeting.sequence}-{method.value.lower()}-{person.id}",
        about=subject_of(group),
        happens_at=meeting.starts_at,
        calendar={"method": method.value, "entry": entry.as_json()},
    )
