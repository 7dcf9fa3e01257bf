"""That somebody handed in work with marks left, and said that these tell of nobody."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base
from lms.documents.identifiers.rules import Kind


class MarksConfirmation(Base):
    """Kept with a version of work. It holds kinds and counts, never a word of the text."""

    __tablename__ = "marks_confirmation"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("submission_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    confirmed_at: Mapped[datetime]
    kinds: Mapped[dict[str, Any]]
    """How many marks of each kind were left, by the kind's number."""

    @property
    def said(self) -> list[str]:
        """The kinds with their counts, in words."""
        return [f"{Kind(int(number)).title} ({count})" for number, count in self.kinds.items()]
