"""What becomes of notes in progress when their template changes."""

import json
from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.documents.notes import Note, blank
from lms.program.models import TemplateVersion


class TemplateMove(Base):
    """That a draft was moved to another version of its template, and all that stood in it before."""

    __tablename__ = "template_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("template_version.id", ondelete="RESTRICT"), index=True)
    answers: Mapped[str] = mapped_column(Text)
    moved_at: Mapped[datetime]
    template: Mapped[TemplateVersion] = relationship(lazy="raise_on_sql")

    @property
    def note(self) -> Note:
        """The document as it was before."""
        return blank(self.template, json.loads(self.answers))
