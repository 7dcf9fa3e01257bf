"""More time for one learner's work, and who asked for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.people.models import Person
from lms.practice.extensions.rules import REASON_LIMIT, SAID_LIMIT, Decision
from lms.program.models import Assignment

_IS_OPEN = text("decision IS NULL")


class Extension(Base):
    """Until when one learner's work is put off. Granting more moves `until_at` on, never back."""

    __tablename__ = "extension"
    __table_args__ = (
        UniqueConstraint("assignment_id", "cohort_id", "learner_id"),
        CheckConstraint(f"length(said) <= {SAID_LIMIT}", name="said_limit"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    until_at: Mapped[datetime]
    said: Mapped[str] = mapped_column(Text, default="")
    """What was said to the learner with it."""
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """None where the cohort's rule granted it."""
    granted_at: Mapped[datetime]
    granted_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=granted_by_id)


class ExtensionRequest(Base):
    """A learner's wish for more time. Open until it is decided; asking again while it is open changes it."""

    __tablename__ = "extension_request"
    __table_args__ = (
        Index(
            "uq_extension_request_open",
            "assignment_id",
            "cohort_id",
            "learner_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {REASON_LIMIT}", name="reason_limit"),
        CheckConstraint(f"length(said) <= {SAID_LIMIT}", name="said_limit"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_when"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    wished_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """None while it is open, and where the cohort's rule decided."""
    said: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused, or what was said with the time that was granted."""
    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    learner: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=learner_id)

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.learner_id)
