"""Hours that somebody proposed or answered, and what they said about why they couldn't come."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.roleplays.agree.models import Absence, HourAnswer, StandInAsk


def _answers(whose: Whose) -> Select[Any]:
    return select(HourAnswer.offer_id, HourAnswer.suits).where(HourAnswer.person_id == whose.id)


def _erase_answers(whose: Whose, now: datetime) -> None:
    db.execute(delete(HourAnswer).where(HourAnswer.person_id == whose.id))


def _absences(whose: Whose) -> Select[Any]:
    return select(Absence.id, Absence.word).where(Absence.person_id == whose.id, Absence.word != "")


def _erase_absences(whose: Whose, now: datetime) -> None:
    db.execute(update(Absence).where(Absence.person_id == whose.id).values(word=""))


def _asks(whose: Whose) -> Select[Any]:
    return select(StandInAsk.id, StandInAsk.accepts).where(StandInAsk.person_id == whose.id)


def _erase_asks(whose: Whose, now: datetime) -> None:
    db.execute(delete(StandInAsk).where(StandInAsk.person_id == whose.id))


PARTS = (
    Part("role_play_answers", "What they said to hours of role plays", _answers, _erase_answers),
    Part("role_play_absences", "Why they couldn’t come to a role play", _absences, _erase_absences),
    Part("role_play_stand_ins", "Questions whether they take somebody’s place", _asks, _erase_asks),
)
