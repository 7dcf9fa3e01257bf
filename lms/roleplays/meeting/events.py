"""What happens at meetings."""

from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Person
from lms.roleplays.rounds.models import RolePlayGroup


@dataclass(frozen=True)
class MissedMeeting:
    """Somebody wasn't there ten minutes after the hour. The group comes with its round, cohort and class."""

    group: RolePlayGroup
    person: Person
    by: Person
    at: datetime
    misses: int
    """Of that person in that cohort, with this one."""
