"""Work that has been handed in, and the thread about it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions, queries
from lms.program.models import Assignment, ProgramClass
from tests.kit.cast import Cast

HandIn = Callable[..., FeedbackThread]


@pytest.fixture
def hand_in(cast: Cast) -> HandIn:
    """Hand in a text for the home practice of a class; gives the thread about it."""

    def hand_in(
        learner: Person, cohort: Cohort, text: str = "I would wait. Then wait.", number: int = 1
    ) -> FeedbackThread:
        assignment_id = db.scalars(
            select(Assignment.id)
            .join(ProgramClass)
            .where(ProgramClass.number == number, ProgramClass.program_id == cohort.program_id)
        ).one()
        here = queries.assignment_here(assignment_id, cohort)
        assert here
        draft = actions.open_draft(here, learner, clock.now())
        version = actions.hand_in(here, learner, text, draft.saved, clock.now())
        return db.scalars(select(FeedbackThread).where(FeedbackThread.submission_id == version.submission_id)).one()

    return hand_in


@pytest.fixture
def thread(cast: Cast, hand_in: HandIn) -> FeedbackThread:
    """Lena's first work, waiting."""
    return hand_in(cast.lena, cast.here)
