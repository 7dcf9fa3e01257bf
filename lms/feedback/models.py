"""Threads, their messages and remarks, and how far each person has read."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, aliased, column_property, foreign, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.core.worded import Worded, said_within
from lms.feedback.claims.models import Claim, Handover
from lms.feedback.peers.models import PeerRequest
from lms.feedback.rules import FIELD_LIMIT, LABEL_LIMIT, MESSAGE_LIMIT, QUOTE_LIMIT, Anchor, Material
from lms.feedback.voices.models import Voice
from lms.people.models import Person
from lms.practice.groups.models import WorkMember, contributors_to, ids_together
from lms.practice.groups.rules import ids_in
from lms.practice.models import Recording, Submission, SubmissionVersion

_WAITS_AND_IS_NEEDED_SOON = {
    f"{engine}_where": text("needed_soon_at IS NOT NULL AND waiting_since IS NOT NULL")
    for engine in ("sqlite", "postgresql")
}
_IS_OPEN = {f"{engine}_where": text("ended_at IS NULL") for engine in ("sqlite", "postgresql")}


class FeedbackThread(Base):
    """The one conversation about a submission.

    `waiting_since` is None once a trainer has had the last word, or has said that none is needed.
    """

    __tablename__ = "feedback_thread"
    __table_args__ = (
        Index("ix_feedback_thread_queue", "cohort_id", "waiting_since", "id", "words", "marked_ms", "recorded_ms"),
        Index(
            "ix_feedback_thread_whose",
            "cohort_id", "trainer_id", "waiting_since", "id", "words", "marked_ms", "recorded_ms",
        ),
        Index("ix_feedback_thread_needed_soon", "cohort_id", "waiting_since", "id", **_WAITS_AND_IS_NEEDED_SOON),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="RESTRICT"), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """As in its submission: of a group's work the founder."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), index=True)
    """What was handed in last; None where everything was taken back."""
    words: Mapped[int]
    """Of that version; here as well, like what is recorded, so that the whole queue is summed from its index."""
    marked_ms: Mapped[int] = mapped_column(default=0)
    recorded_ms: Mapped[int] = mapped_column(default=0)
    """Of that version's recordings; 0 for one whose length isn't known yet."""
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """Whose it is to answer, now and later; None: it lies in the pool that the cohort's trainers share."""
    needed_soon_at: Mapped[datetime | None]
    """When the learner said that they can't go on without an answer; of what isn't answered yet."""
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)
    last_message_id: Mapped[int | None]
    """What was said last. No foreign key: messages point at their thread, and one circle is enough."""
    members: ClassVar[Any]
    """The ids of the group whose work it is about, in one text; None for one learner's. As when this was loaded."""
    contributors: ClassVar[Any]
    """The ids of those for whom that version was handed in, likewise."""
    submission: Mapped[Submission] = relationship(lazy="raise_on_sql")
    version: Mapped[SubmissionVersion | None] = relationship(lazy="raise_on_sql")
    last_message: Mapped["Message | None"] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        uselist=False,
        primaryjoin="foreign(FeedbackThread.last_message_id) == remote(Message.id)",
    )
    settling: Mapped["Settling | None"] = relationship(lazy="raise_on_sql", viewonly=True)
    trainer: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[trainer_id])
    reopening: Mapped["Reopening | None"] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        uselist=False,
        primaryjoin="and_(FeedbackThread.id == foreign(Reopening.thread_id), Reopening.ended_at.is_(None))",
    )
    claim: Mapped[Claim | None] = relationship(lazy="raise_on_sql", viewonly=True)
    handover: Mapped[Handover | None] = relationship(lazy="raise_on_sql", viewonly=True)
    all_understood: Mapped[list["AllUnderstood"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="AllUnderstood.understood_at"
    )
    peer_request: Mapped[PeerRequest | None] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        uselist=False,
        primaryjoin=lambda: foreign(FeedbackThread.submission_id) == PeerRequest.submission_id,
    )

    @property
    def material(self) -> Material:
        return Material(self.words, self.marked_ms, self.recorded_ms)

    @property
    def learner_ids(self) -> frozenset[int]:
        """Whose work it is about: who can write here, and is told."""
        return ids_in(self.members) or frozenset({self.learner_id})

    def is_by(self, person_id: int | None) -> bool:
        """Whether somebody sees it as about their own work, also where they have left the group since."""
        return person_id in self.learner_ids | {self.learner_id} | ids_in(self.contributors)

    @property
    def facts(self) -> Facts:
        return Facts(
            cohort_id=self.cohort_id,
            owner_id=self.learner_id,
            member_ids=ids_in(self.members),
            contributor_ids=ids_in(self.contributors),
            is_handed_in=self.version_id is not None,
        )


class Message(Worded, Base):
    """Something said in a thread, Markdown."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("thread_id", "key"), *said_within(MESSAGE_LIMIT))
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="RESTRICT"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    by_trainer: Mapped[bool]
    """Not by one of those whose work it is."""
    key: Mapped[str] = mapped_column(String(64))
    """Made with the form, so that sending twice says it once."""
    said_at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    thread: Mapped[FeedbackThread] = relationship(lazy="raise_on_sql", viewonly=True)
    remark: Mapped["Remark | None"] = relationship(lazy="raise_on_sql", back_populates="message")
    voice: Mapped[Voice | None] = relationship(lazy="raise_on_sql", viewonly=True)
    understandings: Mapped[list["Understanding"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="Understanding.understood_at"
    )

    def understanding_of(self, person_id: int | None) -> "Understanding | None":
        """The word of one of those whose work it is about."""
        return next((one for one in self.understandings if one.person_id == person_id), None)

    @property
    def facts(self) -> Facts:
        """Of its words: whose they are, and whether the work that they are about counts."""
        return replace(self.thread.facts, owner_id=self.author_id)


class Remark(Base):
    """What a message points at: a moment or range of a recording, a passage of a text, or a field of a form.

    A passage is kept as a W3C Web Annotation text quote with its position, so that later versions show it again; a
    field by its place, with what it was called.
    """

    __tablename__ = "remark"
    __table_args__ = (
        CheckConstraint("(anchor = 'passage') = (quote IS NOT NULL)", name="passage_has_quote"),
        CheckConstraint("(anchor IN ('passage', 'field')) = (start_ms IS NULL)", name="time_has_start"),
        CheckConstraint("(anchor = 'field') = (field IS NOT NULL)", name="field_has_place"),
        CheckConstraint("(field IS NULL) = (label IS NULL)", name="field_has_label"),
        CheckConstraint("end_ms IS NULL OR end_ms >= start_ms", name="range_order"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), index=True)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="RESTRICT"), index=True)
    """In which of the version's recordings a moment or range lies."""
    anchor: Mapped[Anchor]
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    quote: Mapped[str | None] = mapped_column(String(QUOTE_LIMIT))
    """Empty once it was taken away with its message, or with the work."""
    position: Mapped[int | None]
    """Characters from the start of the text."""
    field: Mapped[str | None] = mapped_column(String(FIELD_LIMIT))
    """Its place in the form, as `documents` writes places."""
    label: Mapped[str | None] = mapped_column(String(LABEL_LIMIT))
    """What the field was called."""
    message: Mapped[Message] = relationship(lazy="raise_on_sql", back_populates="remark")
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql")
    recording: Mapped[Recording | None] = relationship(lazy="raise_on_sql", viewonly=True)


class Settling(Base):
    """A trainer's word that what the learner said or handed in last needs no answer. Taking it back forgets it."""

    __tablename__ = "settling"
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    settled_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    """The thread's place in the queue, to which it goes back."""
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Reopening(Base):
    """A trainer's word that a thread which doesn't wait shall wait again. Ends with their answer, or is taken back."""

    __tablename__ = "reopening"
    __table_args__ = (
        Index("uq_reopening_open", "thread_id", unique=True, **_IS_OPEN),
        CheckConstraint("ended_at IS NULL OR ended_at >= reopened_at", name="order"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    reopened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Understanding(Base):
    """A learner's word that they have understood a message. Taking it back forgets it."""

    __tablename__ = "understanding"
    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    understood_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class AllUnderstood(Base):
    """That a learner has marked all as understood that was said to them in a thread; gone once more is said."""

    __tablename__ = "all_understood"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    understood_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Reading(Base):
    """How far somebody has read a thread."""

    __tablename__ = "reading"
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    last_message_id: Mapped[int]


_work = aliased(Submission)
_its_group = (
    WorkMember.assignment_id == _work.assignment_id,
    WorkMember.cohort_id == _work.cohort_id,
    WorkMember.founder_id == _work.learner_id,
)
FeedbackThread.members = column_property(
    ids_together(WorkMember.person_id)
    .join(_work, and_(*_its_group))
    .where(_work.id == FeedbackThread.submission_id)
    .correlate_except(WorkMember, _work)
    .scalar_subquery()
)
FeedbackThread.contributors = column_property(contributors_to(FeedbackThread.version_id))
