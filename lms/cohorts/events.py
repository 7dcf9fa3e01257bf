"""What happens to cohorts."""

from dataclasses import dataclass
from datetime import datetime

from lms.cohorts.models import ClassSession, Cohort, Enrollment
from lms.people.models import Person


@dataclass(frozen=True)
class ClassMoved:
    """A class is at another time now; `before` is when it was to start."""

    session: ClassSession
    before: datetime


@dataclass(frozen=True)
class Enrolled:
    """Somebody takes part in a cohort from now on. `by` is None where no one person has brought it about."""

    enrollment: Enrollment
    cohort: Cohort
    person: Person
    by: Person | None
