"""A shared assignment, a third learner, and groups."""

from collections.abc import Callable

import pytest

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.practice import actions
from lms.practice.groups import actions as groups
from lms.practice.models import SubmissionVersion
from lms.practice.queries import AssignmentHere
from tests.kit import make
from tests.kit.cast import Cast

Arrange = Callable[..., None]


@pytest.fixture
def mia(cast: Cast) -> Person:
    """A third learner of lena's cohort."""
    made = make.person("Mia Sample", learner_in=cast.here)
    db.commit()
    return made


@pytest.fixture
def shared(here: AssignmentHere) -> AssignmentHere:
    """The home practice of class 1, which is done in groups."""
    here.assignment.is_shared = True
    db.commit()
    return here


@pytest.fixture
def arrange(shared: AssignmentHere, cast: Cast) -> Arrange:
    """Let these be the groups."""

    def arranged(*together: list[Person]) -> None:
        groups.arrange(cast.here, shared.assignment, [[one.id for one in each] for each in together], clock.now())
        db.commit()
        db.remove()

    return arranged


def hand_in(here: AssignmentHere, person: Person, text: str = "What we found.") -> SubmissionVersion:
    """Hand in for a group, and forget what was loaded."""
    draft = actions.open_draft(here, person, clock.now())
    made = actions.hand_in(here, person, text, draft.saved, clock.now())
    db.commit()
    db.remove()
    return made
