"""Answers to stages, commentaries, what is said about a stage, and what trainers opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.core.worded import Worded, said_within
from lms.documents.cases.rules import COMMENTARY_LIMIT, KEY_LIMIT, MESSAGE_LIMIT
from lms.people.models import Person


class CaseAnswer(Base):
    """What a learner writes to the questions of a stage, as typed; for good once it is handed in."""

    __tablename__ = "case_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "cohort_id", "case_id", "stage"),
        Index("ix_case_answer_stage", "cohort_id", "case_id", "stage", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    stage: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the place of the question, from "0"."""
    asked: Mapped[list[Any]] = mapped_column(default=list)
    """The story and the questions that were answered, whatever the program says later; empty until it is handed in."""
    saved: Mapped[int] = mapped_column(default=0)
    """How often the answers were saved, so that a second window is noticed."""
    saved_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CaseCommentary(Base):
    """What a trainer says of a stage to a cohort, Markdown; learners who have answered read what is released."""

    __tablename__ = "case_commentary"
    __table_args__ = (
        UniqueConstraint("cohort_id", "case_id", "stage"),
        CheckConstraint(f"length(text) <= {COMMENTARY_LIMIT}", name="text_limit"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    stage: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """Who wrote in it last."""
    text: Mapped[str] = mapped_column(Text)
    saved: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")


class CaseMessage(Worded, Base):
    """What somebody says about a stage to those who have answered it, Markdown."""

    __tablename__ = "case_message"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        *said_within(MESSAGE_LIMIT),
        Index("ix_case_message_stage", "cohort_id", "case_id", "stage", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    stage: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    by_trainer: Mapped[bool]
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    said_at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")


class CaseOpening(Base):
    """A trainer's word that a learner reads a case up to a stage, whatever they have answered."""

    __tablename__ = "case_opening"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id", "case_id", "stage"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    stage: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    opened_at: Mapped[datetime]


class CaseNotesRelease(Base):
    """A trainer's word that a cohort reads the notes on a case now."""

    __tablename__ = "case_notes_release"
    __table_args__ = (UniqueConstraint("cohort_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    released_at: Mapped[datetime]
