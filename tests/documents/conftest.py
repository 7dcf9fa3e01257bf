"""The first assignment of the cohort that most tests are about, which asks for a document."""

import pytest
from sqlalchemy import select

from lms.core.db import db
from lms.practice import queries
from lms.practice.queries import AssignmentHere
from lms.program.models import Assignment, ProgramClass
from tests.kit import documents
from tests.kit.cast import Cast


@pytest.fixture
def here(cast: Cast) -> AssignmentHere:
    """A document in the small template."""
    first = db.scalars(select(Assignment.id).join(ProgramClass).order_by(ProgramClass.number)).first()
    assert first
    found = queries.assignment_here(first, cast.here)
    assert found
    documents.asks_for_document(found.assignment)
    db.commit()
    return found
