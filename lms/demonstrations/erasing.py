"""What is kept of how somebody watches. Who looked at a confidential recording, and when, stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.demonstrations.models import PlayerSettings
from lms.demonstrations.watching.models import Watching


def _watching(whose: Whose) -> Select[Any]:
    return select(Watching.id, Watching.ranges).where(Watching.person_id == whose.id)


def _erase_watching(whose: Whose, now: datetime) -> None:
    for table in (Watching, PlayerSettings):
        db.execute(delete(table).where(table.person_id == whose.id))


PARTS = (Part("watching", "What they watched, and how they like to", _watching, _erase_watching),)
