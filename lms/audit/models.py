"""One table that only grows: its triggers (in the migration) refuse to change or delete a row."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class AuditEntry(Base):
    """Somebody did something. Ids without foreign keys: the log outlives what it speaks of."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    """Who did it; None for the house itself: a command, a job, or somebody without an account."""
    deed: Mapped[str] = mapped_column(String(40))
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(index=True)
    """Whom it concerns."""
    cohort_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    """Further ids and codes."""
