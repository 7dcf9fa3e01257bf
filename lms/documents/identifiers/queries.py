"""What was confirmed with a version."""

from lms.core.db import db
from lms.documents.identifiers.models import MarksConfirmation


def confirmation(version_id: int) -> MarksConfirmation | None:
    return db.get(MarksConfirmation, version_id)
