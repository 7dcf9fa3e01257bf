"""The phrases that somebody kept as a trainer, shared or not."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.feedback.phrases.models import Phrase


def _phrases(whose: Whose) -> Select[Any]:
    return select(Phrase.id, Phrase.text).where(Phrase.owner_id == whose.id)


def _erase_phrases(whose: Whose, now: datetime) -> None:
    db.execute(delete(Phrase).where(Phrase.owner_id == whose.id))


PARTS = (Part("phrases", "Phrases that they kept", _phrases, _erase_phrases),)
