"""What somebody confirmed of the marks in their work."""

from lms.core.db import db
from lms.documents.identifiers.models import MarksConfirmation


def confirmation_of(version_id: int) -> MarksConfirmation | None:
    """That a version was handed in with marks left; None where none were. One statement."""
    return db.get(MarksConfirmation, version_id)
