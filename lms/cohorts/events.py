"""What happens to cohorts."""

from dataclasses import dataclass
from datetime import datetime

from lms.cohorts.models import ClassSession


@dataclass(frozen=True)
class ClassMoved:
    """A class is at another time now; `before` is when it was to start."""

    session: ClassSession
    before: datetime
