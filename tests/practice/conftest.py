"""The first assignment of the cohort that most tests are about."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.core import storage
from lms.core.db import db
from lms.practice import actions, queries
from lms.practice.queries import AssignmentHere
from lms.program.models import Assignment, ProgramClass
from tests.kit.cast import Cast


@pytest.fixture
def here(cast: Cast) -> AssignmentHere:
    """The home practice of class 1, here."""
    first = db.scalars(select(Assignment.id).join(ProgramClass).order_by(ProgramClass.number)).first()
    assert first
    found = queries.assignment_here(first, cast.here)
    assert found
    return found


@pytest.fixture
def kept(app: object) -> Callable[[bytes], actions.Kept]:
    """Bytes that lie in the media store."""
    return lambda data: actions.keep_bytes(storage.store(), io.BytesIO(data))
