"""Phrases, with whom they are shared, and how often each trainer has used them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.feedback.phrases.rules import PHRASE_LIMIT
from lms.people.models import Person
from lms.program.rules import CODE_LIMIT


class Phrase(Base):
    """Something that a trainer says again and again, plain text with placeholders."""

    __tablename__ = "phrase"
    __table_args__ = (CheckConstraint(f"length(text) BETWEEN 1 AND {PHRASE_LIMIT}", name="text_limit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """The text without case and accents, for search."""
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """For so long as removing it can be undone; afterwards the row is gone."""
    owner: Mapped[Person] = relationship(lazy="raise_on_sql")
    tags: Mapped[list["PhraseTag"]] = relationship(
        lazy="raise_on_sql", order_by="PhraseTag.code", cascade="all, delete-orphan", passive_deletes=True
    )
    sharings: Mapped[list["PhraseSharing"]] = relationship(lazy="raise_on_sql", viewonly=True)

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.owner_id)


class PhraseTag(Base):
    """A competency that a phrase is about."""

    __tablename__ = "phrase_tag"
    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LIMIT), primary_key=True)


class PhraseSharing(Base):
    """That the trainers of a program may use a phrase. Taking it back forgets this."""

    __tablename__ = "phrase_sharing"
    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id", ondelete="CASCADE"), primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), primary_key=True, index=True)
    shared_at: Mapped[datetime]


class PhraseUse(Base):
    """How often somebody has inserted a phrase."""

    __tablename__ = "phrase_use"
    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    times: Mapped[int]
    last_at: Mapped[datetime]
