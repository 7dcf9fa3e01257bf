"""A group that meets now."""

from dataclasses import dataclass

import pytest

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.roleplays.meeting import queries
from lms.roleplays.meeting.queries import Room
from tests.kit import make, roleplays
from tests.kit.cast import Cast


@dataclass(frozen=True)
class Group:
    """Three learners of one cohort; in the first turn lena is therapist, paul client, and rosa observes."""

    id: int
    lena: Person
    paul: Person
    rosa: Person

    @property
    def path(self) -> str:
        return f"/role-plays/{self.id}"

    def room(self) -> Room:
        """As it is now, in a transaction of its own."""
        db.remove()
        found = queries.room(self.id)
        assert found
        return found


@pytest.fixture
def group(cast: Cast) -> Group:
    """A group whose hour begins now."""
    rosa = make.person("Rosa Sample", zone="Asia/Kolkata", learner_in=cast.here)
    of = roleplays.a_round(cast.here)
    made = roleplays.a_group(of, cast.lena, cast.paul, rosa, starts_at=clock.now())
    make.commit()
    return Group(made.id, cast.lena, cast.paul, rosa)
