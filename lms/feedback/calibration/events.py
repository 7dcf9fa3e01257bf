"""What happens to calibrations."""

from dataclasses import dataclass
from datetime import datetime

from lms.feedback.calibration.models import Calibration
from lms.people.models import Person
from lms.practice.models import SubmissionVersion


@dataclass(frozen=True)
class CalibrationSetUp:
    """Trainers are to rate a version, which comes with its submission and assignment."""

    calibration: Calibration
    version: SubmissionVersion
    by: Person
    at: datetime
