"""Who is asked for their hours."""

from datetime import datetime

from lms.cohorts.models import Cohort
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.people.models import Person


def key_of(person_id: int) -> str:
    """Under which notices know somebody's hours."""
    return f"hours-{person_id}"


def ask(person: Person, cohort: Cohort, by: Person, now: datetime) -> bool:
    """Ask somebody for their hours, once a day and cohort. Whether they are asked now."""
    return notices.tell(
        person,
        Kind.HOURS_ASKED,
        key=f"hours-asked-{cohort.id}-{person.id}-{now:%Y%m%d}",
        about=Subject(key_of(person.id), cohort.title, "/role-plays/hours"),
        who=by,
    )


def is_answered(person_id: int) -> None:
    """They have given some: nobody has to be reminded of it."""
    notices.over(key_of(person_id), Kind.HOURS_ASKED)
