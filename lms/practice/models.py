"""Drafts, submissions, their versions and files."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.people.models import Person
from lms.practice.rules import NAME_LIMIT, TEXT_LIMIT, Standing
from lms.program.models import Assignment


class Draft(Base):
    """What a learner has typed so far. `saved` counts the savings, so that a second tab is noticed."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("assignment_id", "cohort_id", "learner_id"),
        CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text_limit"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    saved: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    files: Mapped[list["WorkFile"]] = relationship(lazy="raise_on_sql", order_by="WorkFile.id", viewonly=True)


class Submission(Base):
    """One learner's piece of work for one assignment: the thread of feedback hangs on it."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("assignment_id", "cohort_id", "learner_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    learner: Mapped[Person] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["SubmissionVersion"]] = relationship(
        lazy="raise_on_sql", order_by="SubmissionVersion.number", back_populates="submission"
    )

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.learner_id, is_handed_in=True)


class SubmissionVersion(Base):
    """One hand-in. Never changed; handing in again makes the next."""

    __tablename__ = "submission_version"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text_limit"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="RESTRICT"))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    """The program as it was when this was written."""
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the text in UTF-8, for the receipt."""
    words: Mapped[int]
    standing: Mapped[Standing]
    handed_in_at: Mapped[datetime] = mapped_column(index=True)
    submission: Mapped[Submission] = relationship(lazy="raise_on_sql", back_populates="versions")
    files: Mapped[list["WorkFile"]] = relationship(lazy="raise_on_sql", order_by="WorkFile.id", viewonly=True)


class WorkFile(Base):
    """A file attached to a draft, then to the version with which it was handed in."""

    __tablename__ = "work_file"
    __table_args__ = (CheckConstraint("(draft_id IS NULL) <> (version_id IS NULL)", name="one_home"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    """Where the bytes lie. Handing in again shares them."""
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.owner_id, is_handed_in=self.version_id is not None)
