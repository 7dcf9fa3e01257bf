"""A group's hours as one member sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Person
from lms.roleplays.agree import rules
from lms.roleplays.agree.models import HourOffer
from lms.roleplays.hours.resolving import shift
from lms.roleplays.hours.rules import said_discomfort, said_shift
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, Seat


@dataclass(frozen=True)
class Shown:
    """An hour to choose."""

    offer: HourOffer
    said: Sequence[tuple[Seat, bool | None]]
    """By each member: yes, no, or nothing yet."""
    mine: bool | None
    by: str
    """Who proposed it; empty where it was found from everybody's hours."""
    comfort: str
    """How early or late it is for the reader; empty within their day."""
    shift: str


def hours(group: RolePlayGroup, offers: Sequence[HourOffer], reader: Person, now: datetime) -> list[Shown]:
    """The hours that are still to come."""
    return [_hour(group, offer, reader) for offer in offers if offer.starts_at > now]


def shift_of(meeting: Meeting, reader: Person) -> str:
    """By how much it is at another time for somebody than the same hour a week before: "one hour earlier"."""
    minutes = shift(reader.zone, meeting.zone, meeting.held_on, meeting.starts_at_time)
    return said_shift(minutes) if minutes else ""


def _hour(group: RolePlayGroup, offer: HourOffer, reader: Person) -> Shown:
    answers = {one.person_id: one.suits for one in offer.answers}
    names = {seat.person_id: seat.person.name for seat in group.seats}
    cost = rules.cost_of(offer.starts_at, group.round.minutes, reader.zone)
    minutes = shift(reader.zone, group.round.cohort.zone, offer.held_on, offer.starts_at_time)
    return Shown(
        offer,
        [(seat, answers.get(seat.person_id)) for seat in group.taken],
        answers.get(reader.id),
        names.get(offer.offered_by_id or 0, ""),
        said_discomfort(cost) if cost else "",
        said_shift(minutes) if minutes else "",
    )
