"""The reasons that somebody gave for amending their documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.documents.approving.models import Amendment
from lms.practice.erasing import versions_of


def _reasons(whose: Whose) -> Select[Any]:
    return select(Amendment.version_id, Amendment.reason).where(Amendment.version_id.in_(versions_of(whose)))


def _erase_reasons(whose: Whose, now: datetime) -> None:
    db.execute(delete(Amendment).where(Amendment.version_id.in_(versions_of(whose))))


PARTS = (Part("amendments", "Reasons for amending documents", _reasons, _erase_reasons),)
