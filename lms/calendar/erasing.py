"""The address of somebody's feed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.calendar.models import CalendarFeed
from lms.core.db import db
from lms.core.erasing import Part, Whose


def _feeds(whose: Whose) -> Select[Any]:
    return select(CalendarFeed.person_id, CalendarFeed.key).where(CalendarFeed.person_id == whose.id)


def _erase_feeds(whose: Whose, now: datetime) -> None:
    db.execute(delete(CalendarFeed).where(CalendarFeed.person_id == whose.id))


PARTS = (Part("calendar_feed", "The address at which their calendar is read", _feeds, _erase_feeds),)
