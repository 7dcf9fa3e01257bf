"""Debriefs of a group, and sheets with their markers."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.db import db
from lms.roleplays.debrief.models import Debrief, Marker, Sheet


def debriefs_of(group_id: int) -> dict[int, Debrief]:
    """By person, what everybody of a group says, sent or not."""
    return {row.person_id: row for row in db.scalars(select(Debrief).where(Debrief.group_id == group_id))}


def sheet(group_id: int, turn: int, observer_id: int) -> Sheet | None:
    """What somebody marked in a turn, with its markers."""
    mine = (Sheet.group_id == group_id, Sheet.turn == turn, Sheet.observer_id == observer_id)
    return db.scalars(_sheets().where(*mine)).one_or_none()


def sheets_by(group_id: int, observer_id: int) -> Sequence[Sheet]:
    """What somebody marked in a group, turn by turn."""
    return db.scalars(
        _sheets().where(Sheet.group_id == group_id, Sheet.observer_id == observer_id).order_by(Sheet.turn)
    ).all()


def sheets_for(group_id: int, therapist_id: int) -> Sequence[Sheet]:
    """What was marked for somebody as therapist, once it is sent."""
    theirs = (Sheet.group_id == group_id, Sheet.therapist_id == therapist_id, Sheet.sent_at.is_not(None))
    return db.scalars(_sheets().where(*theirs).order_by(Sheet.turn, Sheet.id)).all()


def marker(sheet_id: int, marker_id: int) -> Marker | None:
    """A marker of a sheet."""
    return db.scalars(select(Marker).where(Marker.sheet_id == sheet_id, Marker.id == marker_id)).one_or_none()


def _sheets() -> Select[tuple[Sheet]]:
    return (
        select(Sheet)
        .options(joinedload(Sheet.observer, innerjoin=True), selectinload(Sheet.markers))
        .execution_options(populate_existing=True)
    )
