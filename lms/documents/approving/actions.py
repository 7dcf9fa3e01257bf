"""Deciding, signing and amending."""

from datetime import datetime

from sqlalchemy import delete

from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.documents.approving import queries, rules
from lms.documents.approving.events import Decided
from lms.documents.approving.models import Amendment, CoSignature, Decision
from lms.documents.approving.rules import Verdict
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.models import SubmissionVersion


def decide(version: SubmissionVersion, trainer: Person, verdict: Verdict, words: str, now: datetime) -> Decision:
    """Return a document for changes, or approve it. The conversation says so, with the words.

    Raises Refused("words") where it is returned without any; Conflict where it was decided already, or something newer
    was handed in.
    """
    if verdict is Verdict.RETURNED and not words.strip():
        raise Refused("Please say what is to be changed.", "words")
    if practice.standing_versions(version.submission_id)[0].id != version.id:
        raise Conflict("Another version was handed in meanwhile. Look at that one.")
    if not added(Decision(version_id=version.id, trainer_id=trainer.id, verdict=verdict, decided_at=now)):
        raise Conflict("This was decided already. Look at it again.")
    decision = queries.decision_on(version.id)
    assert decision
    publish(Decided(version, decision, rules.told(verdict, words), trainer))
    return decision


def take_back(decision: Decision) -> None:
    """Forget a decision, and who signed it. What was said in the conversation stays there."""
    db.execute(delete(Decision).where(Decision.id == decision.id))


def co_sign(decision: Decision, trainer: Person, now: datetime) -> None:
    """Put a name under a document that was approved. Raises Refused where it wasn't; again is fine."""
    if decision.verdict is not Verdict.APPROVED:
        raise Refused("Only a document that was approved can be signed.")
    if not decision.is_signed_by(trainer.id):
        added(CoSignature(decision_id=decision.id, trainer_id=trainer.id, signed_at=now))  # or another tab has


def refuse_unreasoned(latest: SubmissionVersion | None, reason: str) -> None:
    """Raises Refused("reason") where a document that was approved would be changed without a reason."""
    if latest and not latest.withdrawal and not reason.strip() and queries.is_approved(latest.id):
        raise Refused("Your document was approved. Please say why you amend it.", "reason")


def amend(version: SubmissionVersion, reason: str) -> None:
    """Keep why a version was handed in. The same version once more keeps the reason that there is."""
    if reason.strip():
        added(Amendment(version_id=version.id, reason=reason.strip()))
