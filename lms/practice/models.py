"""Drafts, submissions, their versions, files and recordings."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort
from lms.consents.queries import agree_to_playing
from lms.core.db import Base
from lms.people.models import Person
from lms.practice.drills.rules import Felt
from lms.practice.extensions.models import Extension
from lms.practice.groups.models import Contributor, contributors_to, members_of, names_of
from lms.practice.groups.rules import ids_in, named, names_in
from lms.practice.rules import (
    ANSWERS_LIMIT,
    ATTESTED_LIMIT,
    NAME_LIMIT,
    NO_ANSWERS,
    QUESTION_LIMIT,
    TEXT_LIMIT,
    Standing,
    standing_since,
)
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.models import Assignment, Statement, TemplateVersion
from lms.videos.models import Video


def _is_filled_in() -> tuple[CheckConstraint, ...]:
    """Of drafts and versions: answers stand in a template, and a template has answers."""
    return (
        CheckConstraint("(template_id IS NULL) = (answers IS NULL)", name="filled"),
        CheckConstraint(f"length(answers) <= {ANSWERS_LIMIT}", name="answers_limit"),
    )


class Draft(Base):
    """What a learner, or their group, has typed so far. `saved` counts the savings, so that another tab is noticed."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("assignment_id", "cohort_id", "learner_id"),
        CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text_limit"),
        CheckConstraint(f"length(question) <= {QUESTION_LIMIT}", name="question_limit"),
        *_is_filled_in(),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    """To the trainer, about the recording."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("template_version.id", ondelete="RESTRICT"), index=True)
    """Which version of a document template is filled in."""
    answers: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    """What stands in it: JSON, as `documents` writes it."""
    saved: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    files: Mapped[list["WorkFile"]] = relationship(lazy="raise_on_sql", order_by="WorkFile.id", viewonly=True)
    takes: Mapped[list["Take"]] = relationship(lazy="raise_on_sql", order_by="Take.id", viewonly=True)
    members: ClassVar[Any]
    """As in a submission."""
    template: Mapped[TemplateVersion | None] = relationship(lazy="raise_on_sql")

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in its form."""
        return self.answers not in (None, NO_ANSWERS)

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.learner_id, member_ids=ids_in(self.members))


class Submission(Base):
    """A piece of work for one assignment, one learner's or a group's: the thread of feedback hangs on it."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("assignment_id", "cohort_id", "learner_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """Of a group's work its founder."""
    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    learner: Mapped[Person] = relationship(lazy="raise_on_sql")
    extension: Mapped[Extension | None] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        primaryjoin=lambda: and_(
            foreign(Submission.assignment_id) == Extension.assignment_id,
            foreign(Submission.cohort_id) == Extension.cohort_id,
            foreign(Submission.learner_id) == Extension.learner_id,
        ),
    )
    versions: Mapped[list["SubmissionVersion"]] = relationship(
        lazy="raise_on_sql", order_by="SubmissionVersion.number", back_populates="submission"
    )
    is_handed_in: ClassVar[Any]
    """Whether anything of it counts: was handed in and not taken back. As it was when this was loaded."""
    members: ClassVar[Any]
    """The ids of the group whose work it is now, in one text; None where it is one learner's. As when loaded, too."""
    contributors: ClassVar[Any]
    """The ids of those for whom it was handed in last, likewise."""
    names: ClassVar[Any]
    """Their names, likewise."""

    @property
    def member_ids(self) -> frozenset[int]:
        """Whose work it is now."""
        return ids_in(self.members) or frozenset({self.learner_id})

    @property
    def each_name(self) -> list[str]:
        """The names of those by whom it is, each by itself."""
        return self.names.split("\n") if self.names else [self.learner.name]

    @property
    def named(self) -> str:
        """By whom it is, in a sentence: of a group's work, those for whom it was handed in last."""
        return names_in(self.names) or self.learner.name

    def is_by(self, person_id: int | None) -> bool:
        """Whether somebody sees it as their own: they work on it, or it was handed in for them."""
        return person_id in self.member_ids | ids_in(self.contributors)

    @property
    def facts(self) -> Facts:
        return Facts(
            cohort_id=self.cohort_id,
            owner_id=self.learner_id,
            member_ids=ids_in(self.members),
            contributor_ids=ids_in(self.contributors),
            is_handed_in=self.is_handed_in,
        )


class SubmissionVersion(Base):
    """One hand-in. Never changed; handing in again makes the next. Only its learner can have its words erased."""

    __tablename__ = "submission_version"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text_limit"),
        CheckConstraint("(answers IS NULL) = (answers_sha256 IS NULL)", name="digest"),
        *_is_filled_in(),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="RESTRICT"))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), index=True)
    """The program as it was when this was written."""
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the text in UTF-8, for the receipt."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("template_version.id", ondelete="RESTRICT"), index=True)
    """Which version of a document template it is written in."""
    answers: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    """What stands in it: JSON, as `documents` writes it."""
    answers_sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the answers in UTF-8, for the receipt."""
    words: Mapped[int]
    """Of the text, and of what was written in the form."""
    standing: Mapped[Standing]
    """As it was when it came in; `stands` says how it counts by now."""
    handed_in_at: Mapped[datetime] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    """Since when its words are gone for good, at the wish of whoever handed them in."""
    submission: Mapped[Submission] = relationship(lazy="raise_on_sql", back_populates="versions")
    files: Mapped[list["WorkFile"]] = relationship(lazy="raise_on_sql", order_by="WorkFile.id", viewonly=True)
    reflection: Mapped["Reflection | None"] = relationship(lazy="raise_on_sql", viewonly=True)
    self_ratings: Mapped[list["SelfRating"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="SelfRating.person_id"
    )
    people: Mapped[list[Contributor]] = relationship(lazy="raise_on_sql", viewonly=True)
    """The group for whom it was handed in; nobody where it is one learner's."""
    contributors: ClassVar[Any]
    """Their ids in one text. As when this was loaded."""
    withdrawal: Mapped[VersionWithdrawal | None] = relationship(lazy="raise_on_sql", viewonly=True)
    template: Mapped[TemplateVersion | None] = relationship(lazy="raise_on_sql")

    @property
    def stands(self) -> Standing:
        extension = self.submission.extension
        return standing_since(self.standing, self.handed_in_at, extension.until_at if extension else None)

    @property
    def named(self) -> str:
        """For whom it was handed in, in a sentence."""
        return named(one.person.name for one in self.people) or self.submission.learner.name

    @property
    def handed_in_by(self) -> Person | None:
        """Who handed in what a group did; None for one learner's work."""
        return next((one.person for one in self.people if one.has_handed_in), None)

    def rated_by(self, person_id: int | None) -> "SelfRating | None":
        """How one of those whose work it is rated it."""
        return next((one for one in self.self_ratings if one.person_id == person_id), None)

    @property
    def facts(self) -> Facts:
        people = ids_in(self.contributors)
        return replace(self.submission.facts, contributor_ids=people, is_handed_in=self.withdrawal is None)


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
    version: Mapped[SubmissionVersion | None] = relationship(lazy="raise_on_sql", viewonly=True)
    draft: Mapped[Draft | None] = relationship(lazy="raise_on_sql", viewonly=True)

    @property
    def facts(self) -> Facts:
        home = self.version or self.draft
        assert home, "one or the other"
        return _put_there_by(self.owner_id, home.facts)


class Take(Base):
    """A recording that a learner made for a draft. Nobody but they and their group sees it until it is handed in."""

    __tablename__ = "take"
    __table_args__ = (CheckConstraint("(statement_id IS NULL) = (answered IS NULL)", name="answered"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    made_at: Mapped[datetime]
    is_chosen: Mapped[bool]
    """Whether it is meant to be handed in."""
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id", ondelete="RESTRICT"), index=True)
    """Which statement of a drill it answers."""
    answered: Mapped[str | None] = mapped_column(Text)
    """That statement, as it was worded then."""
    felt: Mapped[Felt | None]
    """How hard it was, in its learner's words."""
    video: Mapped[Video] = relationship(lazy="raise_on_sql")
    draft: Mapped[Draft] = relationship(lazy="raise_on_sql", viewonly=True)
    marks: Mapped[list["Mark"]] = relationship(lazy="raise_on_sql", order_by="Mark.start_ms, Mark.id", viewonly=True)

    are_agreed: ClassVar[Any]
    """Whether everybody who was named in it agrees that it is played. As it was when this was loaded."""

    @property
    def facts(self) -> Facts:
        return replace(_put_there_by(self.owner_id, self.draft.facts), is_released=bool(self.are_agreed))


class Recording(Base):
    """A take as it was handed in with a version. Never changed; handing in again shares the video."""

    __tablename__ = "recording"
    __table_args__ = (
        UniqueConstraint("version_id", "number"),
        UniqueConstraint("version_id", "video_id"),
        UniqueConstraint("version_id", "statement_id"),
        CheckConstraint("(statement_id IS NULL) = (answered IS NULL)", name="answered"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"))
    number: Mapped[int]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"), index=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), index=True)
    made_at: Mapped[datetime]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file that was recorded or uploaded, for the receipt."""
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id", ondelete="RESTRICT"), index=True)
    answered: Mapped[str | None] = mapped_column(Text)
    felt: Mapped[Felt | None]
    statement: Mapped[Statement | None] = relationship(lazy="raise_on_sql")
    video: Mapped[Video] = relationship(lazy="raise_on_sql")
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql", viewonly=True)
    marks: Mapped[list["Mark"]] = relationship(lazy="raise_on_sql", order_by="Mark.start_ms, Mark.id", viewonly=True)
    are_agreed: ClassVar[Any]
    """As of a take."""

    @property
    def facts(self) -> Facts:
        return replace(_put_there_by(self.owner_id, self.version.facts), is_released=bool(self.are_agreed))


class Mark(Base):
    """A part of a take that its learner points at, then of the recording that was handed in."""

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("(take_id IS NULL) <> (recording_id IS NULL)", name="one_home"),
        CheckConstraint("start_ms >= 0 AND start_ms < end_ms", name="range"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    take_id: Mapped[int | None] = mapped_column(ForeignKey("take.id", ondelete="CASCADE"), index=True)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="RESTRICT"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]


class Reflection(Base):
    """What a learner said with a version about its recordings. Never changed."""

    __tablename__ = "reflection"
    __table_args__ = (CheckConstraint(f"length(question) <= {QUESTION_LIMIT}", name="question_limit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), unique=True)
    question: Mapped[str] = mapped_column(Text)
    attested: Mapped[str] = mapped_column(String(ATTESTED_LIMIT))
    """The very sentence that was confirmed: who is in the recordings, and that they agreed."""
    is_for_peers: Mapped[bool] = mapped_column(default=False)
    """Whether that is said of peers who review the work, too; without it they play nothing."""


class SelfRating(Base):
    """Where a learner sees themselves in a version of their own work, or their group's."""

    __tablename__ = "self_rating"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("submission_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    levels: Mapped[dict[str, Any]]
    """By a competency's code: 0 for not observed, else from 1."""
    rated_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


def _put_there_by(person_id: int, about: Facts) -> Facts:
    """The facts of something in a piece of work, which whoever put it there goes on reading."""
    return replace(about, contributor_ids=about.contributor_ids | {person_id})


Submission.is_handed_in = column_property(
    exists()
    .where(
        SubmissionVersion.submission_id == Submission.id,
        ~exists().where(VersionWithdrawal.version_id == SubmissionVersion.id),
    )
    .correlate_except(SubmissionVersion, VersionWithdrawal)
)
_newest = select(func.max(SubmissionVersion.id)).where(SubmissionVersion.submission_id == Submission.id)
_newest_id = _newest.correlate_except(SubmissionVersion).scalar_subquery()
Draft.members = column_property(members_of(Draft.assignment_id, Draft.cohort_id, Draft.learner_id))
Submission.members = column_property(members_of(Submission.assignment_id, Submission.cohort_id, Submission.learner_id))
Submission.contributors = column_property(contributors_to(_newest_id))
Submission.names = column_property(names_of(_newest_id))
SubmissionVersion.contributors = column_property(contributors_to(SubmissionVersion.id))
Take.are_agreed = column_property(agree_to_playing(Take.video_id))
Recording.are_agreed = column_property(agree_to_playing(Recording.video_id))
