"""Who is told of missed meetings: staff, and nobody of the group."""

from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.roleplays.meeting import queries
from lms.roleplays.meeting.events import MissedMeeting
from lms.roleplays.meeting.rules import MISSES_TOLD


def tell_staff(event: MissedMeeting) -> None:
    """Tell the cohort's trainers and coordinators of somebody who has missed several meetings in it."""
    if event.misses < MISSES_TOLD:
        return
    cohort = event.group.round.cohort
    about = Subject(f"role-plays-{cohort.id}", cohort.title, f"/cohorts/{cohort.slug}/role-plays/practiced")
    for person in queries.staff_of(cohort.id):
        key = f"role-plays-missed-{event.group.id}-{event.person.id}-{person.id}"
        notices.tell(person, Kind.ROLE_PLAYS_MISSED, key=key, about=about, who=event.person)
