"""What somebody noted as a trainer with their ratings in calibrations. The ratings, numbers, stay with the others'."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.feedback.calibration.models import CalibrationRating


def _notes(whose: Whose) -> Select[Any]:
    noted = select(CalibrationRating.calibration_id, CalibrationRating.note)
    return noted.where(CalibrationRating.trainer_id == whose.id, CalibrationRating.note != "")


def _erase_notes(whose: Whose, now: datetime) -> None:
    db.execute(update(CalibrationRating).where(CalibrationRating.trainer_id == whose.id).values(note=""))


PARTS = (Part("calibration_notes", "Notes with ratings in calibrations", _notes, _erase_notes),)
