"""Reviews before and after their release, their remarks, and ratings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews.rules import LEVELS_MOST, POINT_LIMIT, RatedBy, Reaction
from lms.feedback.rules import KEY_LIMIT, QUOTE_LIMIT, Anchor
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from lms.practice.steps.models import NextStep
from lms.program.models import Competency


class Review(Base):
    """What one trainer says about one version, kept as typed and released as a whole."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("version_id", "trainer_id"),
        CheckConstraint(f"length(keep) <= {POINT_LIMIT} AND length(try_next) <= {POINT_LIMIT}", name="point_limit"),
        CheckConstraint("reaction IS NULL OR released_at IS NOT NULL", name="reaction_after_release"),
        Index("ix_review_due", "released_at", "release_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    keep: Mapped[str] = mapped_column(Text, default="")
    """One strength, with its evidence."""
    try_next: Mapped[str] = mapped_column(Text, default="")
    """One thing to try next; once released, the learner's next step."""
    saved: Mapped[int] = mapped_column(default=0)
    """Counts the savings, so that a second tab is noticed."""
    touched_at: Mapped[datetime]
    release_on: Mapped[datetime | None]
    """When it is released by itself."""
    released_at: Mapped[datetime | None]
    reaction: Mapped[Reaction | None]
    """What the learner says of the feedback itself."""
    step_id: Mapped[int | None] = mapped_column(ForeignKey("next_step.id", ondelete="RESTRICT"), index=True)
    """What `try_next` has become."""
    thread: Mapped[FeedbackThread] = relationship(lazy="raise_on_sql")
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql")
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[trainer_id])
    step: Mapped[NextStep | None] = relationship(lazy="raise_on_sql")
    remarks: Mapped[list["ReviewRemark"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="ReviewRemark.id")


class ReviewRemark(Base):
    """A remark that isn't released: about a moment, a range, a passage, or the whole (no anchor)."""

    __tablename__ = "review_remark"
    __table_args__ = (
        UniqueConstraint("review_id", "key"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {POINT_LIMIT}", name="text_limit"),
        CheckConstraint("end_ms IS NULL OR end_ms > start_ms", name="range_order"),
        CheckConstraint("start_ms IS NULL OR quote IS NULL", name="one_anchor"),
        CheckConstraint("(start_ms IS NULL) = (recording_id IS NULL)", name="moment_in_recording"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    """Made with the form, so that sending twice pins it once."""
    text: Mapped[str] = mapped_column(Text)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="RESTRICT"), index=True)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    quote: Mapped[str | None] = mapped_column(String(QUOTE_LIMIT))
    position: Mapped[int | None]
    is_later: Mapped[bool] = mapped_column(default=False)
    """A further point, which is told folded under "For later"."""

    @property
    def anchor(self) -> Anchor | None:
        if self.quote is not None:
            return Anchor.PASSAGE
        if self.start_ms is None:
            return None
        return Anchor.MOMENT if self.end_ms is None else Anchor.RANGE


class Rating(Base):
    """Where one person sees one competency in one version. A trainer's belongs to a review, and shows with it."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("version_id", "rater_id", "competency_id"),
        CheckConstraint(f"level BETWEEN 0 AND {LEVELS_MOST}", name="level"),
        CheckConstraint("(by = 'trainer') = (review_id IS NOT NULL)", name="trainers_in_reviews"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id", ondelete="RESTRICT"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), index=True)
    by: Mapped[RatedBy]
    level: Mapped[int]
    """0 is not observed."""
    rated_at: Mapped[datetime]
    competency: Mapped[Competency] = relationship(lazy="raise_on_sql")
