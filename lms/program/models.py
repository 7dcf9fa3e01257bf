"""The loaded copy of an authored program: what pages show, and every revision of its files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.program.rules import (
    CODE_LIMIT,
    DIFFICULTY_MOST,
    MEDIA_KINDS,
    NAME_LIMIT,
    PATH_LIMIT,
    TITLE_LIMIT,
    Confidentiality,
    PeerPlan,
    PracticeKind,
    peer_plan,
)


class Program(Base):
    """One program, under its stable slug. `revision_id` is what learners see now."""

    __tablename__ = "program"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    scope_sentence: Mapped[str] = mapped_column(Text)
    """Shown on every class page."""
    agreement_version: Mapped[int | None]
    """Which `Agreement` is to be signed before what is confidential opens; None where there is none."""
    rubric: Mapped[list[Any]] = mapped_column(default=list, deferred=True, deferred_raiseload=True)
    """What work is judged by: [code, title, [title of a level and what it looks like, from the lowest]] each."""
    protocols: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True, deferred_raiseload=True)
    """How role plays run: what `protocols.yaml` says."""
    screening: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True, deferred_raiseload=True)
    """The checklist that cases are screened by: what `screening.yaml` says."""
    classes: Mapped[list["ProgramClass"]] = relationship(
        lazy="raise_on_sql", order_by="ProgramClass.number", viewonly=True
    )


class Revision(Base):
    """One loading of the folder that changed something. What people did refers to the revision they did it under."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("program_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    number: Mapped[int]
    loaded_at: Mapped[datetime]


class FileText(Base):
    """A file's text, kept once, under its SHA-256 in hex."""

    __tablename__ = "file_text"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class RevisionFile(Base):
    """A file of a revision: its path in the folder, and its text."""

    __tablename__ = "revision_file"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(PATH_LIMIT), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("file_text.sha256", ondelete="RESTRICT"), index=True)


class RevisionMedia(Base):
    """A recorded statement of a revision: its path in the folder, and the SHA-256 under which its bytes are kept."""

    __tablename__ = "revision_media"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(PATH_LIMIT), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))


class TemplateVersion(Base):
    """A document template as it was from one loading to the next that changed it. Notes keep the one that they were
    written with; the newest is what is filled in now."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("program_id", "slug", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    content: Mapped[str] = mapped_column(Text)
    """All of it, head and tail included, as `templates.written` writes it."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the content in UTF-8."""
    loaded_at: Mapped[datetime]
    is_retired: Mapped[bool] = mapped_column(default=False)
    """No longer in the program."""


class ProgramClass(Base):
    """One authored class."""

    __tablename__ = "program_class"
    __table_args__ = (UniqueConstraint("program_id", "number"), UniqueConstraint("program_id", "slug"))
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    arc: Mapped[str] = mapped_column(String(NAME_LIMIT))
    minutes: Mapped[int]
    summary: Mapped[str] = mapped_column(Text)
    objectives: Mapped[list[Any]]
    agenda: Mapped[list[Any]]
    """[[minutes, what], …] in order."""
    completion: Mapped[list[Any]]
    """What "done" means, a sentence each."""
    role_play: Mapped[dict[str, Any]]
    """Title, protocol, goals, parts, checklist and debrief."""
    program: Mapped[Program] = relationship(lazy="raise_on_sql")
    handouts: Mapped[list["Handout"]] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        order_by="Handout.position, Handout.id",
        primaryjoin="and_(Handout.class_id == ProgramClass.id, ~Handout.is_retired)",
    )


class ConfidentialityLevel(Base):
    """What a program says about one level of confidentiality. Without its row nothing of that level plays."""

    __tablename__ = "confidentiality_level"
    __table_args__ = (UniqueConstraint("program_id", "level"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    level: Mapped[Confidentiality]
    title: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)
    """What viewers read beside the picture, the program's notice included; empty where there is nothing to mind."""
    agreement: Mapped[bool]
    """The program's agreement has to be signed first."""
    consent: Mapped[bool]
    """Somebody has to say who is recorded first, and all of them agree."""
    watermark: Mapped[bool]
    """The viewer's mark lies over the picture."""
    every_view_logged: Mapped[bool]
    transcript_file: Mapped[bool]
    open_days_before: Mapped[int | None]
    """Open to learners from so many days before its class; None means from the beginning."""
    open_days_after: Mapped[int | None]


class Agreement(Base):
    """A version of the text that people sign. A version never changes its text; another text is another version."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("program_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the text in UTF-8, hex."""
    loaded_at: Mapped[datetime]
    program: Mapped[Program] = relationship(lazy="raise_on_sql")


class Demonstration(Base):
    """An authored demonstration; which video shows it stands in `demonstrations`."""

    __tablename__ = "demonstration"
    __table_args__ = (UniqueConstraint("class_id", "slug"), CheckConstraint("seconds > 0", name="seconds"))
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("program_class.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(CODE_LIMIT))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    kind: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    seconds: Mapped[int]
    """As authored; the video that is shown may be another length."""
    confidentiality: Mapped[Confidentiality]
    chapters: Mapped[list[Any]]
    """[[second, title], …] in order."""
    notes: Mapped[str] = mapped_column(Text)
    """What to watch for, Markdown."""
    is_retired: Mapped[bool] = mapped_column(default=False)
    """No longer in the folder, kept for what people did with it. Likewise below."""
    program_class: Mapped[ProgramClass] = relationship(lazy="raise_on_sql")


class Handout(Base):
    """An authored page to read, print and take along."""

    __tablename__ = "handout"
    __table_args__ = (UniqueConstraint("class_id", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("program_class.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(CODE_LIMIT))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    text: Mapped[str] = mapped_column(Text)
    is_retired: Mapped[bool] = mapped_column(default=False)
    program_class: Mapped[ProgramClass] = relationship(lazy="raise_on_sql")


class Assignment(Base):
    """The home practice of a class, or a drill."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("class_id", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("program_class.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    kind: Mapped[PracticeKind]
    brief: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    words_least: Mapped[int | None]
    words_most: Mapped[int | None]
    due_days_after: Mapped[int | None]
    """Due so many days after its class at 23:59; None means before the next class."""
    grace_hours: Mapped[int] = mapped_column(default=0)
    """So long after the due time work still counts as on time."""
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Done together by the groups of a cohort, each with one piece of work; alone by whoever is in none."""
    template: Mapped[str | None] = mapped_column(String(NAME_LIMIT))
    """The short name of the document template that is filled in."""
    competencies: Mapped[list[Any]]
    peer_review: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How peers review it, as `peers` reads it; None where they don't."""
    is_retired: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    """Asked for elsewhere than by home practice: of no folder, with no page and no due time of its own."""
    program_class: Mapped[ProgramClass] = relationship(lazy="raise_on_sql")

    @property
    def is_prompt(self) -> bool:
        """Whether it is asked for at a moment of a demonstration; else, if it is pinned, it is a recording of a role
        play."""
        return self.is_pinned and self.kind is not PracticeKind.RECORDING

    @property
    def is_form(self) -> bool:
        """Whether a document template is filled in for it."""
        return self.kind in (PracticeKind.TEMPLATE, PracticeKind.WORKSHEET) and self.template is not None

    @property
    def peers(self) -> PeerPlan | None:
        return peer_plan(self.peer_review)


class Statement(Base):
    """What an invented client says in a drill. Another wording stays the same statement: answers keep what they met."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("assignment_id", "slug"),
        CheckConstraint(f"difficulty BETWEEN 1 AND {DIFFICULTY_MOST}", name="difficulty"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    affect: Mapped[str] = mapped_column(Text)
    """How it is said."""
    difficulty: Mapped[int]
    criteria: Mapped[list[Any]]
    """What an answer should meet, a sentence each."""
    media: Mapped[str | None] = mapped_column(String(NAME_LIMIT))
    """The name of its recording, whose ending says what it is."""
    media_sha256: Mapped[str | None] = mapped_column(String(64))
    is_retired: Mapped[bool] = mapped_column(default=False)

    @property
    def media_kind(self) -> str | None:
        """What browsers take its recording for."""
        return MEDIA_KINDS.get(self.media.rpartition(".")[2]) if self.media else None


class CaseStudy(Base):
    """An invented case that a cohort thinks through stage by stage, under its stable slug."""

    __tablename__ = "case_study"
    __table_args__ = (UniqueConstraint("program_id", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"))
    slug: Mapped[str] = mapped_column(String(NAME_LIMIT))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    opens_after_class: Mapped[int]
    """The number of the class at whose end its first stage opens."""
    stages: Mapped[list[Any]]
    """In order: {"due_with_class", "story", "questions"} each."""
    facts: Mapped[list[Any]]
    notes: Mapped[str] = mapped_column(Text)
    """What trainers look for, Markdown; learners read it once everybody has answered."""
    is_retired: Mapped[bool] = mapped_column(default=False)
