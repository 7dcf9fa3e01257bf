"""Questions, answers, and which answer an asker has accepted."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.moments.questions.rules import TEXT_LIMIT, Remover
from lms.moments.rules import KEY_LIMIT
from lms.people.models import Person
from lms.program.models import Demonstration

SAID = f"length(text) <= {TEXT_LIMIT} AND (length(text) = 0) = (removed_at IS NOT NULL)"
REMOVED = "(removed_at IS NULL) = (removed_as IS NULL)"


class Removable:
    """Words that can be taken away: they are erased, with all that they said before; that they were there stays."""

    removed_at: Mapped[datetime | None]
    removed_as: Mapped[Remover | None]


class Question(Removable, Base):
    """What a learner asks their cohort at a moment of a demonstration, Markdown."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("asker_id", "key"),
        CheckConstraint(SAID, name="text_limit"),
        CheckConstraint(REMOVED, name="removed"),
        Index("ix_question_cohort_id_demonstration_id", "cohort_id", "demonstration_id", "at_ms", "id"),
        Index("ix_question_waiting", "cohort_id", "waiting_since", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    earlier: Mapped[list[Any]] = mapped_column(default=list)
    """[[words, until], …]: what it said before it was edited, oldest first."""
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    """None once a trainer has answered, or the asker has accepted an answer."""
    asker: Mapped[Person] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    demonstration: Mapped[Demonstration] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", order_by="Answer.id", viewonly=True)
    acceptance: Mapped["Acceptance | None"] = relationship(lazy="raise_on_sql", viewonly=True)


class Answer(Removable, Base):
    """What a peer or a trainer says to a question, Markdown."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        CheckConstraint(SAID, name="text_limit"),
        CheckConstraint(REMOVED, name="removed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="RESTRICT"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    by_trainer: Mapped[bool]
    """Whether its author taught the cohort when it was written."""
    text: Mapped[str] = mapped_column(Text)
    earlier: Mapped[list[Any]] = mapped_column(default=list)
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    said_at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    question: Mapped[Question] = relationship(lazy="raise_on_sql", viewonly=True)


class Acceptance(Base):
    """The asker's word that an answer answers it. Taking it back forgets it."""

    __tablename__ = "acceptance"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), unique=True)
    accepted_at: Mapped[datetime]
