"""Claims and handovers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.feedback.claims.rules import NOTE_LIMIT, is_live
from lms.people.models import Person


class Claim(Base):
    """A trainer is at a thread that waits. Expires by itself; answering forgets it."""

    __tablename__ = "claim"
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
    touched_at: Mapped[datetime]
    """When they last did anything there."""
    waiting_since: Mapped[datetime]
    """The thread's, which answering forgets."""
    is_deep: Mapped[bool | None]
    """How thoroughly the plan asked for it when they began; None for what it left out."""
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql")

    def holds(self, now: datetime) -> bool:
        return is_live(self.touched_at, now)


class Handover(Base):
    """How a thread came to whom it belongs. The next one takes its place; back in the pool there is none."""

    __tablename__ = "handover"
    __table_args__ = (CheckConstraint(f"length(note) <= {NOTE_LIMIT}", name="note_limit"),)
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT))
    """For whoever gets it; learners don't see it."""
    handed_at: Mapped[datetime]
    by: Mapped[Person] = relationship(lazy="raise_on_sql")
