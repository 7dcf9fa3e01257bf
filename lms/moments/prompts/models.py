"""Prompts, and who has skipped one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.moments.prompts import rules
from lms.moments.prompts.rules import EXPERT_LIMIT, QUESTION_LIMIT, AnsweredBy
from lms.program.models import Assignment, Demonstration


class Prompt(Base):
    """What a trainer has a demonstration ask a cohort at a moment, and what an expert would say; both Markdown."""

    __tablename__ = "prompt"
    __table_args__ = (
        CheckConstraint(f"length(question) BETWEEN 1 AND {QUESTION_LIMIT}", name="question_limit"),
        CheckConstraint(f"length(expert) BETWEEN 1 AND {EXPERT_LIMIT}", name="expert_limit"),
        Index("ix_prompt_cohort_id_demonstration_id", "cohort_id", "demonstration_id", "at_ms", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    at_ms: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    expert: Mapped[str] = mapped_column(Text)
    """Shown to whoever has answered."""
    answered_by: Mapped[AnsweredBy] = mapped_column(default=AnsweredBy.EITHER)
    changes: Mapped[int] = mapped_column(default=0)
    set_at: Mapped[datetime]
    taken_out_at: Mapped[datetime | None]
    """From then on it asks nobody; those who have answered still see it."""
    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    demonstration: Mapped[Demonstration] = relationship(lazy="raise_on_sql")

    @property
    def asked(self) -> str:
        return rules.asked(self.question, self.answered_by)

    @property
    def takes_recordings(self) -> bool:
        return self.answered_by is not AnsweredBy.TEXT


class Skipping(Base):
    """A learner went on without answering. Wishing to be asked again forgets it."""

    __tablename__ = "skipping"
    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    skipped_at: Mapped[datetime]
