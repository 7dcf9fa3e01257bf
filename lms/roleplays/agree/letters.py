"""Who is told what about a group's hour. What somebody said about why they can't come stands in none of it."""

from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.people.models import Person
from lms.roleplays.agree import queries
from lms.roleplays.agree.models import Absence, HourOffer, StandInAsk
from lms.roleplays.agree.rules import Step
from lms.roleplays.rounds.models import RolePlayGroup

FOUND = {
    Step.REPLACED: "somebody takes the place",
    Step.MERGED: "your groups meet together",
    Step.PAIR: "you go on with the version for those who are left",
    Step.COORDINATOR: "nothing was found, and a coordinator is needed",
}


def key_of(group_id: int) -> str:
    """Under which notices know a group's role play."""
    return f"role-play-{group_id}"


def title_of(group: RolePlayGroup) -> str:
    """What the group plays, or of which class its role play is."""
    return group.round.scenario.get("title") or f"Role play of class {group.round.program_class.number}"


def subject_of(group: RolePlayGroup) -> Subject:
    """A group's role play as that which notices are about."""
    return Subject(key_of(group.id), title_of(group), f"/role-plays/{group.id}")


def tell_of_proposal(group: RolePlayGroup, offer: HourOffer, by: Person) -> None:
    """The others hear of an hour that a member proposes."""
    for person in _others(group, by):
        notices.tell(
            person,
            Kind.ROLE_PLAY_HOUR,
            key=f"role-play-hour-{offer.id}-{offer.offered_at:%Y%m%dT%H%M%S}-{person.id}",
            about=subject_of(group),
            who=by,
            happens_at=offer.starts_at,
        )


def tell_of_absence(group: RolePlayGroup, absence: Absence, by: Person) -> None:
    """The others hear that somebody can't come, and that other hours are to be chosen from."""
    for person in _others(group, by):
        key = f"role-play-absence-{absence.id}-{person.id}"
        notices.tell(person, Kind.ROLE_PLAY_ABSENCE, key=key, about=subject_of(group), who=by)


def ask_stand_in(group: RolePlayGroup, ask: StandInAsk, peer: Person) -> None:
    """A peer is asked to take a place."""
    assert group.meeting
    notices.tell(
        peer,
        Kind.ROLE_PLAY_STAND_IN,
        key=f"role-play-stand-in-{ask.id}",
        about=subject_of(group),
        path=f"/role-plays/stand-ins/{ask.id}",
        happens_at=group.meeting.starts_at,
    )


def tell_what_was_found(group: RolePlayGroup, absence: Absence) -> None:
    """The members hear how they go on."""
    about = subject_of(group)
    for seat in group.taken:
        said = Subject(about.key, f"{about.title}: {FOUND[absence.step]}", about.path)
        key = f"role-play-found-{absence.id}-{absence.step.value}-{seat.person_id}"
        notices.tell(seat.person, Kind.ROLE_PLAY_FOUND, key=key, about=said)


def tell_staff(group: RolePlayGroup, absence: Absence) -> None:
    """Trainers and coordinators hear that somebody couldn't come, and what was found."""
    about = subject_of(group)
    said = Subject(about.key, f"{about.title}: {FOUND[absence.step]}", about.path)
    for person in queries.staff_of(group.round.cohort_id):
        key = f"role-play-staff-{absence.id}-{absence.step.value}-{person.id}"
        notices.tell(person, Kind.ROLE_PLAY_MISSING, key=key, about=said, who=absence.person)


def tell_staff_of_no_hour(group: RolePlayGroup) -> None:
    """Trainers and coordinators hear, once, that a group has agreed on nothing and shares no hour."""
    about = subject_of(group)
    for person in queries.staff_of(group.round.cohort_id):
        key = f"role-play-no-hour-{group.id}-{person.id}"
        notices.tell(person, Kind.ROLE_PLAY_NO_HOUR, key=key, about=about)


def _others(group: RolePlayGroup, by: Person) -> list[Person]:
    return [seat.person for seat in group.taken if seat.person_id != by.id]
