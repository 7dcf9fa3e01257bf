"""Receipts of erasures: what was erased, when, and at whose hand. None of what it was."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.people.models import Person


class Erasure(Base):
    """A person is erased, or is being erased."""

    __tablename__ = "erasure"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), unique=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """None where an operator did, at the command line."""
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    """Once every part is gone."""
    asked_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])
    parts: Mapped[list["ErasedPart"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="ErasedPart.id")


class ErasedPart(Base):
    """One kind of what there was: how much, and the SHA-256 of all of it."""

    __tablename__ = "erased_part"
    __table_args__ = (UniqueConstraint("erasure_id", "code"), CheckConstraint("things >= 0", name="things"))
    id: Mapped[int] = mapped_column(primary_key=True)
    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasure.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    things: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """See `lms.core.erasing.digest`."""
    erased_at: Mapped[datetime | None]
