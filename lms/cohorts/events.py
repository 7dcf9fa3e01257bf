"""What happens to cohorts."""

from dataclasses import dataclass

from lms.cohorts.models import ClassSession
from datetime import datetime


@dataclass(frozen=True)
class ClassMoved:
    """A class is at another time now; `before` is when it was to start."""

    session: ClassSession
    before: datetime
