"""Reviews before and after their release, with ratings and remarks."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews.rules import POINT_LIMIT, Reaction
from lms.feedback.rules import FIELD_LIMIT, KEY_LIMIT, LABEL_LIMIT, QUOTE_LIMIT, Anchor
from lms.feedback.voices.models import Voice
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from lms.practice.steps.models import NextStep


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
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By a competency's code, where the trainer sees it: 0 for not observed, else from 1."""
    saved: Mapped[int] = mapped_column(default=0)
    """Counts the savings, so that a second tab is noticed."""
    touched_at: Mapped[datetime]
    release_on: Mapped[datetime | None]
    """When it is released by itself."""
    released_at: Mapped[datetime | None]
    reaction: Mapped[Reaction | None]
    """What the learner says of the feedback itself."""
    step_id: Mapped[int | None] = mapped_column(ForeignKey("next_step.id", ondelete="RESTRICT"), index=True)
    """What `try_next` has become; of a group's work one of them, which leads to those of the others."""
    thread: Mapped[FeedbackThread] = relationship(lazy="raise_on_sql")
    version: Mapped[SubmissionVersion] = relationship(lazy="raise_on_sql")
    trainer: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[trainer_id])
    step: Mapped[NextStep | None] = relationship(lazy="raise_on_sql")
    remarks: Mapped[list["ReviewRemark"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="ReviewRemark.id")

    @property
    def steps(self) -> list[NextStep]:
        """What `try_next` has become for each whose work it was."""
        return [self.step, *self.step.others] if self.step else []

    def step_of(self, person_id: int | None) -> NextStep | None:
        """The same for one of them."""
        return next((step for step in self.steps if step.learner_id == person_id), None)


class ReviewRemark(Base):
    """A remark that isn't released: about a moment, a range, a passage, a field, or the whole (no anchor)."""

    __tablename__ = "review_remark"
    __table_args__ = (
        UniqueConstraint("review_id", "key"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {POINT_LIMIT}", name="text_limit"),
        CheckConstraint("end_ms IS NULL OR end_ms > start_ms", name="range_order"),
        CheckConstraint(
            "(start_ms IS NULL OR quote IS NULL) AND (field IS NULL OR (start_ms IS NULL AND quote IS NULL))",
            name="one_anchor",
        ),
        CheckConstraint("(field IS NULL) = (label IS NULL)", name="field_has_label"),
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
    field: Mapped[str | None] = mapped_column(String(FIELD_LIMIT))
    label: Mapped[str | None] = mapped_column(String(LABEL_LIMIT))
    """Place and name of a field, as in a `Remark`."""
    is_later: Mapped[bool] = mapped_column(default=False)
    """A further point, which is told folded under "For later"."""
    voice: Mapped[Voice | None] = relationship(lazy="raise_on_sql", viewonly=True)

    @property
    def anchor(self) -> Anchor | None:
        if self.quote is not None:
            return Anchor.PASSAGE
        if self.field is not None:
            return Anchor.FIELD
        if self.start_ms is None:
            return None
        return Anchor.MOMENT if self.end_ms is None else Anchor.RANGE
