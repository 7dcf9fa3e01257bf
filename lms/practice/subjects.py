"""One learner's work on one assignment as that which notices are about: when it is due, and more time for it."""

from lms.cohorts.models import Cohort
from lms.notices.rules import Subject
from lms.people.models import Person
from lms.program.models import Assignment


def key_of(assignment_id: int, cohort_id: int, learner_id: int) -> str:
    """Under which notices know the work."""
    return f"work-{assignment_id}-{cohort_id}-{learner_id}"


def subject_of(assignment: Assignment, cohort: Cohort, learner: Person) -> Subject:
    """The work, at the learner's own page of it."""
    path = f"/assignments/{assignment.id}?cohort={cohort.slug}"
    return Subject(key_of(assignment.id, cohort.id, learner.id), assignment.title, path)
