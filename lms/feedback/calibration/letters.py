"""Who is told by e-mail of a calibration: that there is work to rate, and never whose."""

from lms.cohorts.queries import trainers_of
from lms.feedback.calibration.events import CalibrationSetUp
from lms.notices.actions import mail


def tell_trainers(event: CalibrationSetUp) -> None:
    """Write to the trainers of the cohort, but not to whoever has set it up."""
    for trainer in trainers_of(event.calibration.cohort_id):
        if trainer.id != event.by.id:
            mail(
                trainer,
                "calibration-set-up",
                key=f"calibration-set-up-{event.calibration.id}-{trainer.id}",
                who=event.by.name,
                title=event.version.submission.assignment.title,
                link=f"/calibrations/{event.calibration.id}",
            )
