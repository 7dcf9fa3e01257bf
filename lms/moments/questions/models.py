"""Questions, answers, and which answer an asker has accepted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.core.worded import Worded, said_within
from lms.moments.questions.rules import TEXT_LIMIT
from lms.moments.rules import KEY_LIMIT
from lms.people.models import Person
from lms.program.models import Demonstration


class Question(Worded, Base):
    """What a learner asks their cohort at a moment of a demonstration, Markdown."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("asker_id", "key"),
        *said_within(TEXT_LIMIT),
        Index("ix_question_cohort_id_demonstration_id", "cohort_id", "demonstration_id", "at_ms", "id"),
        Index("ix_question_waiting", "cohort_id", "waiting_since", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at_ms: Mapped[int]
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    """None once a trainer has answered, or the asker has accepted an answer."""
    asker: Mapped[Person] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    demonstration: Mapped[Demonstration] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", order_by="Answer.id", viewonly=True)
    acceptance: Mapped["Acceptance | None"] = relationship(lazy="raise_on_sql", viewonly=True)


class Answer(Worded, Base):
    """What a peer or a trainer says to a question, Markdown."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("author_id", "key"), *said_within(TEXT_LIMIT))
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="RESTRICT"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    by_trainer: Mapped[bool]
    """Whether its author taught the cohort when it was written."""
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
