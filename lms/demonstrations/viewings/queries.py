"""The log of viewings: what one has watched oneself, and who has watched a demonstration."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.access.viewer import Viewer
from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in
from lms.demonstrations.viewings.models import Viewing
from lms.program.models import Demonstration


def that_goes_on(person_id: int, video_id: int, sign_in_id: int | None, since: datetime) -> Viewing | None:
    """The newest viewing in one browser that was heard of since then."""
    return db.scalar(
        select(Viewing)
        .where(Viewing.person_id == person_id, Viewing.video_id == video_id, Viewing.sign_in_id == sign_in_id)
        .where(Viewing.heard_at >= since)
        .order_by(Viewing.id.desc())
        .limit(1)
    )


def of_person(person_id: int, after: str | None, size: int = SIZE) -> Page[Viewing]:
    """One's own viewings, newest first, each with its demonstration and class. One statement."""
    mine = select(Viewing).where(Viewing.person_id == person_id)
    demonstration = joinedload(Viewing.demonstration, innerjoin=True)
    return _page(mine.options(demonstration.joinedload(Demonstration.program_class)), after, size)


def seen_by(viewer: Viewer, demonstration_id: int, after: str | None, size: int = SIZE) -> Page[Viewing]:
    """Viewings of a demonstration, newest first: all to a coordinator, those of their cohorts to a trainer."""
    seen = select(Viewing).where(Viewing.demonstration_id == demonstration_id)
    if not viewer.is_coordinator:
        seen = seen.where(Viewing.cohort_id.in_(viewer.trainer_in))
    return _page(seen.options(joinedload(Viewing.person, innerjoin=True)), after, size)


def _page(rows: Select[tuple[Viewing]], after: str | None, size: int) -> Page[Viewing]:
    if number := number_in(after):
        rows = rows.where(Viewing.id < number)
    found = db.scalars(limited(rows.order_by(Viewing.id.desc()), size)).all()
    return Page(found[:size], str(found[size - 1].id) if len(found) > size else None)
