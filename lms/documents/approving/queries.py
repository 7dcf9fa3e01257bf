"""What was decided about a document."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.documents.approving.models import Amendment, CoSignature, Decision
from lms.documents.approving.rules import Verdict


def decision_on(version_id: int) -> Decision | None:
    """What was decided about a version, by whom, and who signed it."""
    whole = (joinedload(Decision.trainer), joinedload(Decision.signatures).joinedload(CoSignature.trainer))
    return db.scalars(select(Decision).where(Decision.version_id == version_id).options(*whole)).unique().one_or_none()


def is_approved(version_id: int) -> bool:
    """Whether a version was approved."""
    found = select(Decision.id).where(Decision.version_id == version_id, Decision.verdict == Verdict.APPROVED)
    return db.scalar(found) is not None


def reason_for(version_id: int) -> str | None:
    """Why a version was handed in after the one before it."""
    return db.scalar(select(Amendment.reason).where(Amendment.version_id == version_id))
