"""Setting calibrations up, and rating in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.feedback.calibration import queries
from lms.feedback.calibration.events import CalibrationSetUp
from lms.feedback.calibration.models import Calibration, CalibrationRating
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from lms.program.rules import Competency


def set_up(version: SubmissionVersion, by: Person, now: datetime) -> Calibration:
    """Have trainers rate a version, which comes with its submission and assignment; once set up, it stays as it was."""
    made = Calibration(version_id=version.id, cohort_id=version.submission.cohort_id, set_up_by_id=by.id, set_up_at=now)
    if added(made):
        publish(CalibrationSetUp(made, version, by, now))
        return made
    found = queries.of_version(version.id)
    assert found
    return found


def give(
    calibration: Calibration,
    trainer: Person,
    levels: Mapping[str, int],
    judged: Sequence[Competency],
    note: str,
    now: datetime,
) -> None:
    """Keep where a trainer saw the work, for good. Raises Refused for a competency left out, or a second rating."""
    if left_out := [each.title for each in judged if each.code not in levels]:
        raise Refused(f"Please choose a level, or “Not observed” (–), for {', '.join(left_out)}.")
    if any(rater.person_id == trainer.id for rater in queries.raters_of(calibration.version_id)):
        raise Refused("You have rated this work already. What comes after seeing others’ ratings wouldn’t count.")
    given = CalibrationRating(
        calibration_id=calibration.id,
        trainer_id=trainer.id,
        levels=dict(levels),
        note=note,
        is_blind=not queries.has_seen_another(calibration.version_id, trainer.id),
        given_at=now,
    )
    if not added(given):  # another tab of theirs was faster
        raise Refused("You have rated this work already.")


def call_off(calibration: Calibration) -> None:
    """Forget a calibration. Raises Refused once somebody has rated in it."""
    if queries.said_in(calibration.id):
        raise Refused("Somebody has rated this work by now. Their ratings stay.")
    db.execute(delete(Calibration).where(Calibration.id == calibration.id))
