"""Decisions about documents, and what follows them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.documents.approving.rules import REASON_LIMIT, Verdict
from lms.people.models import Person


class Decision(Base):
    """What a trainer has decided about a version. Taking it back forgets it, and who signed."""

    __tablename__ = "document_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), unique=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    verdict: Mapped[Verdict]
    decided_at: Mapped[datetime]
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql")
    signatures: Mapped[list["CoSignature"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="CoSignature.signed_at"
    )

    def is_signed_by(self, person_id: int | None) -> bool:
        return any(each.trainer_id == person_id for each in self.signatures)


class CoSignature(Base):
    """A trainer's name under a document that was approved."""

    __tablename__ = "document_co_signature"
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("document_decision.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    trainer_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    signed_at: Mapped[datetime]
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql")


class Amendment(Base):
    """Why a document was handed in again. Asked for once it was approved."""

    __tablename__ = "document_amendment"
    __table_args__ = (CheckConstraint("length(reason) >= 1", name="reason"),)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("submission_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
