"""Calibrations, and what trainers said in them. No learner's page asks these tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.feedback.reviews.rules import POINT_LIMIT
from lms.people.models import Person
from lms.practice.models import SubmissionVersion


class Calibration(Base):
    """That trainers of a cohort are to rate one version, each without seeing the others' ratings."""

    __tablename__ = "calibration"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    set_up_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    set_up_at: Mapped[datetime]
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql")
    set_up_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> Facts:
        return self.version.facts


class CalibrationRating(Base):
    """Where one trainer saw the work. Never changed: what comes after seeing the others' isn't independent."""

    __tablename__ = "calibration_rating"
    __table_args__ = (CheckConstraint(f"length(note) <= {POINT_LIMIT}", name="note_limit"),)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id", ondelete="RESTRICT"), primary_key=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True)
    levels: Mapped[dict[str, Any]]
    """By a competency's code: 0 for not observed, else from 1."""
    note: Mapped[str] = mapped_column(Text)
    """What decided it, for the others to read."""
    is_blind: Mapped[bool]
    """Whether they hadn't read another trainer's released review of the version."""
    given_at: Mapped[datetime]
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql")
