"""Which rounds a cohort has, which groups, and who is in which."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.core.db import db
from lms.program.models import ProgramClass
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import State


def rounds_of(cohort_id: int) -> Sequence[RolePlayRound]:
    """All rounds of a cohort, each with its class, in the order of the classes."""
    rows = _rounds().where(RolePlayRound.cohort_id == cohort_id)
    return db.scalars(rows.order_by(ProgramClass.number)).all()


def round_of(cohort_id: int, class_number: int) -> RolePlayRound | None:
    """The round of a class in a cohort."""
    rows = _rounds().where(RolePlayRound.cohort_id == cohort_id, ProgramClass.number == class_number)
    return db.scalars(rows).one_or_none()


def group(group_id: int) -> RolePlayGroup | None:
    """A group with its round, cohort, class, seats, people and meeting: two statements."""
    return db.scalars(_groups().where(RolePlayGroup.id == group_id)).one_or_none()


def groups_of(round_id: int) -> Sequence[RolePlayGroup]:
    """Groups of a round that stand, the same with each: two statements, however many there are."""
    standing = (RolePlayGroup.round_id == round_id, RolePlayGroup.dissolved_at.is_(None))
    return db.scalars(_groups().where(*standing).order_by(RolePlayGroup.number)).all()


def groups_with(person_id: int, since: datetime) -> Sequence[RolePlayGroup]:
    """Groups that somebody is in, of rounds that aren't over at an instant, the soonest round first: two statements."""
    theirs = select(Seat.group_id).where(Seat.person_id == person_id, Seat.left_at.is_(None))
    rows = _groups().where(
        RolePlayGroup.id.in_(theirs), RolePlayGroup.dissolved_at.is_(None), RolePlayRound.until_at > since
    )
    return db.scalars(rows.order_by(RolePlayRound.until_at, RolePlayGroup.id)).all()


def groups_meeting(after: datetime, until: datetime) -> Sequence[RolePlayGroup]:
    """Groups whose booked meeting begins between two instants: two statements."""
    booked = (Meeting.starts_at > after, Meeting.starts_at <= until, Meeting.state == State.BOOKED)
    soon = select(Meeting.group_id).where(*booked)
    rows = _groups().where(RolePlayGroup.id.in_(soon), RolePlayGroup.dissolved_at.is_(None))
    return db.scalars(rows.order_by(RolePlayGroup.id)).all()


def _rounds() -> Select[tuple[RolePlayRound]]:
    return (
        select(RolePlayRound)
        .join(RolePlayRound.program_class)
        .options(contains_eager(RolePlayRound.program_class), joinedload(RolePlayRound.cohort, innerjoin=True))
    )


def _groups() -> Select[Any]:
    within = contains_eager(RolePlayGroup.round)
    return (
        select(RolePlayGroup)
        .join(RolePlayGroup.round)
        .options(
            within.joinedload(RolePlayRound.cohort, innerjoin=True),
            within.joinedload(RolePlayRound.program_class, innerjoin=True),
            joinedload(RolePlayGroup.meeting),
            selectinload(RolePlayGroup.seats).joinedload(Seat.person, innerjoin=True),
        )
    )
