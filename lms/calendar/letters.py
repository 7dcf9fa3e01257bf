"""Invitations to role plays by mail: told like all else, with an entry that calendar programs take over."""

from email.headerregistry import HeaderRegistry

from flask import current_app

from lms.calendar import queries
from lms.calendar.writing import Invited, Method, invitation
from lms.core import clock
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
    settings, meeting = current_app.config["ATTUNE"], group.meeting
    assert meeting
    sender = HeaderRegistry()("From", settings.mail_from).addresses[0].addr_spec
    entry = queries.role_play(group, is_out=method is Method.CANCEL)
    said = invitation(entry, method, Invited(sender, person.email), settings.base_url, clock.now())
    notices.tell(
        person,
        kind,
        key=f"{key_of(group.id)}-{meeting.sequence}-{method.value.lower()}-{person.id}",
        about=subject_of(group),
        happens_at=meeting.starts_at,
        calendar={"method": method.value, "text": said},
    )
