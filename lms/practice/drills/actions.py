"""What a learner does with attempts."""

from lms.core.db import db
from lms.practice import queries
from lms.practice.drills.rules import Felt
from lms.practice.models import Take


def choose(take: Take) -> None:
    """Hand in this attempt, and none of the others at the same statement."""
    for other in queries.attempts_beside(take):
        other.is_chosen = other.id == take.id
    db.flush()


def feel(take: Take, felt: Felt) -> None:
    """Say how hard it was."""
    take.felt = felt
    db.flush()
