"""Who is told of a calibration: that there is work to rate, and never whose."""

from lms.cohorts.queries import trainers_of
from lms.feedback.calibration.events import CalibrationSetUp
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject


def tell_trainers(event: CalibrationSetUp) -> None:
    """Tell the trainers of the cohort, but not whoever has set it up."""
    number = event.calibration.id
    about = Subject(f"calibration-{number}", event.version.submission.assignment.title, f"/calibrations/{number}")
    for trainer in trainers_of(event.calibration.cohort_id):
        if trainer.id != event.by.id:
            key = f"calibration-set-up-{number}-{trainer.id}"
            notices.tell(trainer, Kind.CALIBRATION_SET_UP, key=key, about=about, who=event.by)
