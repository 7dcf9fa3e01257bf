"""Minutes, choices by hand, and what answers took."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base
from lms.feedback.planner.rules import MINUTES_MOST, Depth


class ReviewMinutes(Base):
    """How many minutes a trainer gives in a week, and in those after it until they say otherwise."""

    __tablename__ = "review_minutes"
    __table_args__ = (CheckConstraint(f"minutes BETWEEN 0 AND {MINUTES_MOST}", name="minutes_range"),)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    week: Mapped[int] = mapped_column(primary_key=True)
    """See `week_of`."""
    minutes: Mapped[int]


class ReviewPlan(Base):
    """A trainer's plan as they last saw it: the order that they work in stays until they look at the queue again."""

    __tablename__ = "review_plan"
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    made_at: Mapped[datetime]
    reviews: Mapped[list[Any]]
    """[[thread id, depth, seconds], …], the first first."""


class DepthChoice(Base):
    """A trainer's word on how thoroughly a thread is to be answered next. Answering forgets it."""

    __tablename__ = "depth_choice"
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True)
    depth: Mapped[Depth]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    chosen_at: Mapped[datetime]


class Stint(Base):
    """What one answer to waiting work took."""

    __tablename__ = "stint"
    __table_args__ = (
        CheckConstraint("seconds >= 0", name="seconds"),
        Index("ix_stint_learner", "cohort_id", "learner_id", "depth", "answered_at"),
        Index("ix_stint_trainer", "trainer_id", "answered_at", "seconds"),
        Index("ix_stint_turnaround", "cohort_id", "answered_at", "waited_s"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    depth: Mapped[Depth]
    answered_at: Mapped[datetime]
    waited_s: Mapped[int]
    """From when the work began to wait."""
    seconds: Mapped[int]
    """From when the trainer opened it, at most an hour; 0 where somebody else was at it."""
