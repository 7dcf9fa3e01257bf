"""What becomes of a group's meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Person
from lms.roleplays.rounds.models import RolePlayGroup


@dataclass(frozen=True)
class MeetingBooked:
    """A group meets then from now on. `before` is when it was to meet until now, if it was booked."""

    group: RolePlayGroup
    before: datetime | None
    is_shifted: bool = False
    """Only because a zone's clocks are set otherwise than was known."""


@dataclass(frozen=True)
class MeetingCanceled:
    """For these people a group's meeting isn't to be any more: they, or the group, are out of it."""

    group: RolePlayGroup
    people: Sequence[Person]
