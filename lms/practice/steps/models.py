"""What learners try next, and what came of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.people.models import Person
from lms.practice.models import Submission
from lms.practice.steps.rules import STEP_LIMIT, Outcome


class NextStep(Base):
    """One thing to try next, said about a piece of work. The newest is the learner's goal in that cohort."""

    __tablename__ = "next_step"
    __table_args__ = (
        CheckConstraint(f"length(text) BETWEEN 1 AND {STEP_LIMIT}", name="text_limit"),
        CheckConstraint(f"length(own_words) <= {STEP_LIMIT}", name="own_words_limit"),
        Index("ix_next_step_goal", "learner_id", "cohort_id", "set_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="RESTRICT"), index=True)
    """What it was said about."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    set_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime | None]
    own_words: Mapped[str] = mapped_column(Text, default="")
    """As the learner understands it, where they put it otherwise."""
    outcome: Mapped[Outcome | None]
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("next_step.id", ondelete="RESTRICT"), index=True)
    """The step of another of their group that was set with the same words."""
    submission: Mapped[Submission] = relationship(lazy="raise_on_sql")
    learner: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[learner_id])
    others: Mapped[list["NextStep"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="NextStep.id")
    """The same step of the others of the group."""

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.learner_id, is_handed_in=True)

    @property
    def goal(self) -> str:
        """What to try, in the learner's words where they gave any."""
        return self.own_words or self.text
