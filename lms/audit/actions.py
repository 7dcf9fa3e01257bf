"""Writing into the audit log."""

from datetime import datetime

from lms.audit import rules
from lms.audit.models import AuditEntry
from lms.audit.rules import Deed, Fact, Kind
from lms.core.db import db


def record(
    deed: Deed,
    about: tuple[Kind, int],
    *,
    actor_id: int | None,
    now: datetime,
    person_id: int | None = None,
    cohort_id: int | None = None,
    **facts: Fact,
) -> None:
    """Keep that somebody did something, in the transaction that does it.

    Raises ValueError for a fact that is neither a number nor a short code: it could be somebody's name or words.
    """
    if words := [name for name, value in facts.items() if not rules.is_code(value)]:
        raise ValueError(f"The audit log keeps ids and codes only; these are something else: {', '.join(words)}")
    kind, number = about
    entry = AuditEntry(
        at=now,
        actor_id=actor_id,
        deed=deed,
        about_kind=kind,
        about_id=number,
        person_id=person_id,
        cohort_id=cohort_id,
        facts=facts,
    )
    db.add(entry)
