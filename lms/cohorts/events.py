"""What happens to cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.cohorts.models import ClassSession, Cohort, Enrollment
from lms.people.models import Person


@dataclass(frozen=True)
class Moved:
    """A class that is at another time now; `before` is when it was to start."""

    session: ClassSession
    before: datetime


@dataclass(frozen=True)
class ClassesMoved:
    """Classes of a cohort are at other times now, in their order; `due` are new due times, by assignment id."""

    cohort: Cohort
    classes: Sequence[Moved]
    due: Mapping[int, datetime]


@dataclass(frozen=True)
class Enrolled:
    """Somebody takes part in a cohort from now on. `by` is None where no one person has brought it about."""

    enrollment: Enrollment
    cohort: Cohort
    person: Person
    by: Person | None


@dataclass(frozen=True)
class RoleChanged:
    """Somebody is something else in a cohort from now on."""

    enrollment: Enrollment
    cohort: Cohort
    person: Person
    by: Person | None
