"""Who has signed what."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.people.rules import NAME_LIMIT
from lms.program.models import Agreement


class Signature(Base):
    """Somebody has signed a version of an agreement. Never changed."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("person_id", "agreement_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    """As typed."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the text that was on the page."""
    signed_at: Mapped[datetime]
    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
