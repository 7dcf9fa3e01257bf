"""Work that peers review, each peer's task with what they wrote, and what trainers hide of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.feedback.peers.rules import POINT_LIMIT, REASON_LIMIT, Ending, Task, Verdict, Why
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.program.rules import Anonymity, PeerSeen


class PeerRequest(Base):
    """A piece of work that peers review, on the terms that held when it was first handed in.

    Whoever was promised not to be named stays so, whatever the program says later.
    """

    __tablename__ = "peer_request"
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    wanted: Mapped[int]
    """How many reviews."""
    days: Mapped[int]
    anonymous: Mapped[Anonymity]
    seen: Mapped[PeerSeen]
    missing: Mapped[int] = mapped_column(default=0)
    """For how many no peer could be found, or none delivered: a trainer's answer takes their place."""
    asked_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    """When peers were last sought for it."""
    submission: Mapped[Submission] = relationship(lazy="raise_on_sql")
    reviews: Mapped[list["PeerReview"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="PeerReview.id", back_populates="request"
    )


class PeerReview(Base):
    """One peer's task, and what they write: kept as it is typed, and handed in as a whole."""

    __tablename__ = "peer_review"
    __table_args__ = (
        UniqueConstraint("submission_id", "reviewer_id"),
        CheckConstraint(f"length(keep) <= {POINT_LIMIT} AND length(try_next) <= {POINT_LIMIT}", name="point_limit"),
        CheckConstraint(f"length(reason) <= {REASON_LIMIT}", name="reason_limit"),
        CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ended_when"),
        CheckConstraint("handed_in_at IS NULL OR ending IS NULL", name="handed_in_or_ended"),
        CheckConstraint("released_at IS NULL OR handed_in_at IS NOT NULL", name="released_once_handed_in"),
        CheckConstraint("verdict IS NULL OR released_at IS NOT NULL", name="verdict_after_release"),
        Index("ix_peer_review_owed", "reviewer_id", "handed_in_at", "due_at"),
        Index("ix_peer_review_cohort", "cohort_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("peer_request.submission_id", ondelete="RESTRICT"))
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), index=True)
    """Which was the newest when the work was given; once it is handed in, which it is about."""
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="RESTRICT"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    is_second: Mapped[bool]
    """Given in the place of one that was declined or missed; there is no third."""
    given_at: Mapped[datetime]
    due_at: Mapped[datetime]
    keep: Mapped[str] = mapped_column(Text, default="")
    try_next: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the question, as it was worded then."""
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By a competency's code: 0 for not observed, else from 1."""
    saved: Mapped[int] = mapped_column(default=0)
    """Counts the savings, so that a second tab is noticed."""
    touched_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    """Since when the author may see it."""
    ending: Mapped[Ending | None]
    ended_at: Mapped[datetime | None]
    why: Mapped[Why | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined; for trainers alone."""
    verdict: Mapped[Verdict | None]
    """What the author says of it."""
    request: Mapped[PeerRequest] = relationship(lazy="raise_on_sql", back_populates="reviews")
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql")
    reviewer: Mapped[Person] = relationship(lazy="raise_on_sql")
    hidings: Mapped[list["PeerHiding"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="PeerHiding.id")

    @property
    def task(self) -> Task:
        return Task(self.ending, self.is_second)

    @property
    def is_owed(self) -> bool:
        return self.ending is None and self.handed_in_at is None

    @property
    def hiding(self) -> "PeerHiding | None":
        """What keeps the author from seeing it now."""
        return next((hiding for hiding in self.hidings if hiding.lifted_at is None), None)

    @property
    def is_seen(self) -> bool:
        """Whether the author sees it."""
        return self.released_at is not None and self.hiding is None


class PeerHiding(Base):
    """A trainer's word that the author shall not read a peer's review. It stays as the trace once it is lifted."""

    __tablename__ = "peer_hiding"
    __table_args__ = (
        CheckConstraint(f"length(reason) BETWEEN 1 AND {REASON_LIMIT}", name="reason_limit"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_review.id", ondelete="CASCADE"), index=True)
    hidden_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    hidden_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    lifted_at: Mapped[datetime | None]
    hidden_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[hidden_by_id])
