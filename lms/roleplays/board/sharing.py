"""Work that a role-play group does together: its groups are those that were announced."""

from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.practice.groups import actions as work
from lms.program.models import Assignment
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.events import GroupsAnnounced


def arrange_shared_work(event: GroupsAnnounced) -> None:
    """Let the groups of a round do their class's shared assignments together."""
    shared = (Assignment.class_id == event.round.class_id, Assignment.is_shared, ~Assignment.is_retired)
    found = db.scalars(select(Assignment).where(*shared)).all()
    if not found:
        return
    groups = [[seat.person_id for seat in group.taken] for group in rounds.groups_of(event.round.id)]
    for assignment in found:
        work.arrange(event.round.cohort, assignment, groups, clock.now())
