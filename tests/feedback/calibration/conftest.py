"""A second trainer of lena's cohort, and a version of hers that trainers rate."""

from collections.abc import Callable, Mapping

import pytest

from lms.core import clock
from lms.core.db import db
from lms.feedback.calibration import actions, queries
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews import actions as reviews
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.feedback.conftest import HandIn
from tests.kit import make
from tests.kit.cast import Cast

Rate = Callable[..., None]


@pytest.fixture
def tariq(cast: Cast) -> Person:
    """Who teaches lena's cohort as well."""
    made = make.person("Tariq Sample", trainer_in=cast.here)
    db.commit()
    return made


@pytest.fixture
def thread(cast: Cast, hand_in: HandIn) -> FeedbackThread:
    """Lena's first work, judged by all that the rubric holds."""
    found = hand_in(cast.lena, cast.here)
    submission = work.submission(found.submission_id)
    assert submission
    submission.assignment.competencies = []
    db.commit()
    return found


@pytest.fixture
def calibration_id(cast: Cast, thread: FeedbackThread) -> int:
    """A calibration on lena's first work, set up by the coordinator."""
    version = queries.version_in(cast.here.id, thread.version_id or 0)
    assert version
    made = actions.set_up(version, cast.cora, clock.now())
    db.commit()
    return made.id


@pytest.fixture
def review() -> Rate:
    """Release a trainer's review of the latest version in a thread, with these levels."""

    def release(thread: FeedbackThread, trainer: Person, **levels: int) -> None:
        found = reviews.begin(thread, trainer, clock.now())
        reviews.save(found, "Your pace.", "", levels, found.saved, clock.now())
        reviews.release(found, trainer, clock.now())
        db.commit()

    return release


@pytest.fixture
def rate_oneself() -> Callable[[FeedbackThread, Mapping[str, int]], None]:
    """Have the learner rate the latest version in a thread."""

    def rate(thread: FeedbackThread, levels: Mapping[str, int]) -> None:
        assert thread.version_id
        number = max(work.numbers_of(thread.submission_id, also_withdrawn=False))
        version = work.version(thread.submission_id, number)
        assert version
        practice.rate_oneself(version, db.get_one(Person, thread.learner_id), dict(levels), clock.now())
        db.commit()

    return rate
