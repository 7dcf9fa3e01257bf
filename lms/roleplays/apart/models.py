"""Pairs that are kept apart."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.people.models import Person


class KeptApart(Base):
    """Two learners of a cohort who may not be in a group together. No reason is kept, and none is asked."""

    __tablename__ = "role_play_kept_apart"
    __table_args__ = (
        UniqueConstraint("cohort_id", "one_id", "other_id", "asked_by_id"),
        CheckConstraint("one_id < other_id", name="order"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """One of the two, or a coordinator. Each of them may have asked; it ends once nobody asks any more."""
    asked_at: Mapped[datetime]
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    one: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[one_id])
    other: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[other_id])
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])

    @property
    def is_by_one_of_them(self) -> bool:
        return self.asked_by_id in (self.one_id, self.other_id)

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.asked_by_id)
