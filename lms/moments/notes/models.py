"""Notes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base
from lms.moments.notes.rules import NOTE_LIMIT
from lms.moments.rules import KEY_LIMIT


class MomentNote(Base):
    """What somebody wrote for themselves at a moment of a demonstration, plain text."""

    __tablename__ = "moment_note"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {NOTE_LIMIT}", name="text_limit"),
        Index("ix_moment_note_person_id_demonstration_id", "person_id", "demonstration_id", "at_ms"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    at_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """The text without case and accents, for search."""
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    """Made with the form, so that sending twice keeps it once."""
    changes: Mapped[int] = mapped_column(default=0)
    """How often it was changed, so that a second window is noticed."""
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """For so long as removing it can be undone; afterwards the row is gone."""
