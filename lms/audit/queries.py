"""Reading the audit log."""

from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.audit.rules import Deed
from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in


def entries(
    after: str | None = None,
    *,
    deed: Deed | None = None,
    person_id: int | None = None,
    cohort_id: int | None = None,
    size: int = SIZE,
) -> Page[AuditEntry]:
    """A page of entries, newest first; the key is the last one's number. One statement."""
    rows = select(AuditEntry).order_by(AuditEntry.id.desc())
    wanted = {AuditEntry.deed: deed, AuditEntry.person_id: person_id, AuditEntry.cohort_id: cohort_id}
    rows = rows.where(*(column == value for column, value in wanted.items() if value is not None))
    if number := number_in(after):
        rows = rows.where(AuditEntry.id < number)
    found = db.scalars(limited(rows, size)).all()
    return Page(found[:size], str(found[size - 1].id) if len(found) > size else None)
