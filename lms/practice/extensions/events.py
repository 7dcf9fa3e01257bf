"""What happens about more time."""

from dataclasses import dataclass
from datetime import datetime

from lms.cohorts.models import Cohort
from lms.people.models import Person
from lms.practice.extensions.models import Extension, ExtensionRequest
from lms.program.models import Assignment


@dataclass(frozen=True)
class ExtensionAsked:
    """A learner asked for more time, and somebody has to decide."""

    request: ExtensionRequest
    assignment: Assignment
    cohort: Cohort
    learner: Person


@dataclass(frozen=True)
class ExtensionGranted:
    """Somebody's work is put off. `by` is None where the cohort's rule granted it."""

    extension: Extension
    assignment: Assignment
    cohort: Cohort
    learner: Person
    by: Person | None


@dataclass(frozen=True)
class ExtensionRefused:
    """A wish for more time was refused; `due_at` is when the work is due all the same."""

    request: ExtensionRequest
    assignment: Assignment
    cohort: Cohort
    learner: Person
    by: Person
    due_at: datetime
