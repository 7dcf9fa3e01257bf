"""Who hears of groups that were announced."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from lms.cohorts.models import Enrollment
from lms.core.db import db
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.people.models import Person
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.roleplays.rounds.models import RolePlayGroup, RolePlayRound, Seat


def key_of(round_id: int) -> str:
    """Under which notices know a round."""
    return f"role-play-{round_id}"


def tell_learners(event: GroupsAnnounced) -> None:
    """Tell each of those in groups that are new or have changed, and each who has no group any more."""
    had = {seat.person_id for group in (*event.groups, *event.dissolved) for seat in group.seats if seat.left_at}
    for group in event.groups:
        for seat in group.taken:
            is_known = seat.person_id in had or seat.since < _changed_at(group)
            kind = Kind.GROUP_CHANGED if is_known else Kind.GROUP_ANNOUNCED
            key = f"{group.id}-{_changed_at(group).timestamp():.3f}"
            _tell(event.round, seat.person, kind, key, f"/role-plays/{group.id}")
    for person, left_at in _left(event, had):
        path = f"/classes/{event.round.program_class.number}?cohort={event.round.cohort.slug}"
        _tell(event.round, person, Kind.GROUP_ENDED, f"none-{left_at.timestamp():.3f}", path)


def _tell(round_: RolePlayRound, person: Person, kind: Kind, key: str, path: str) -> None:
    title = f"Class {round_.program_class.number}: {round_.program_class.title}"
    about = Subject(key_of(round_.id), title, path)
    notices.tell(person, kind, key=f"group-{round_.id}-{key}-{person.id}", about=about)


def _changed_at(group: RolePlayGroup) -> datetime:
    """When somebody came or went last."""
    return max(seat.left_at or seat.since for seat in group.seats)


def _left(event: GroupsAnnounced, had: set[int]) -> Sequence[tuple[Person, datetime]]:
    """Learners who had a group, and are in none now; each with when that ended."""
    ended = func.max(Seat.left_at)
    rows = (
        select(Person, ended)
        .join(Seat, Seat.person_id == Person.id)
        .join(RolePlayGroup, RolePlayGroup.id == Seat.group_id)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(RolePlayGroup.round_id == event.round.id, Person.id.in_(had))
        .where(Enrollment.cohort_id == event.round.cohort_id, Enrollment.ended_at.is_(None))
        .group_by(Person.id)
        .having(func.count().filter(Seat.left_at.is_(None)) == 0)
        .order_by(Person.id)
    )
    return [(person, left_at) for person, left_at in db.execute(rows)]
