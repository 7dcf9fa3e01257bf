"""What people wrote about role plays. What they pressed, marked and played stays: ids, times, the program's words."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.roleplays.debrief.models import Debrief, Sheet


def _debriefs(whose: Whose) -> Select[Any]:
    said = or_(Debrief.saved > 0, Debrief.intensity.is_not(None), Debrief.difficulty.is_not(None))
    mine = (Debrief.person_id == whose.id, said)
    return select(Debrief.group_id, Debrief.answers, Debrief.intensity, Debrief.difficulty).where(*mine)


def _erase_debriefs(whose: Whose, now: datetime) -> None:
    nothing = {"answers": {}, "intensity": None, "difficulty": None, "saved": 0, "saved_at": None}
    db.execute(update(Debrief).where(Debrief.person_id == whose.id).values(nothing))


def _sheets(whose: Whose) -> Select[Any]:
    return select(Sheet.id, Sheet.words).where(Sheet.observer_id == whose.id, Sheet.words != "")


def _erase_sheets(whose: Whose, now: datetime) -> None:
    db.execute(update(Sheet).where(Sheet.observer_id == whose.id).values(words=""))


PARTS = (
    Part("role_play_debriefs", "Debriefs of role plays", _debriefs, _erase_debriefs),
    Part("role_play_words", "Words to therapists whom they observed in role plays", _sheets, _erase_sheets),
)
