"""Which video shows a demonstration, and what somebody has watched of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.demonstrations.rules import LANGUAGE_LIMIT, SPEEDS, CaptionLook, CaptionSize
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos.models import Video


class Showing(Base):
    """The video that shows a demonstration from `since` on; the newest one that is ready plays."""

    __tablename__ = "showing"
    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    since: Mapped[datetime]
    video: Mapped[Video] = relationship(lazy="raise_on_sql")


class Withdrawal(Base):
    """A trainer has taken a video away for good: it shows the demonstration no more."""

    __tablename__ = "withdrawal"
    id: Mapped[int] = mapped_column(primary_key=True)
    showing_id: Mapped[int] = mapped_column(ForeignKey("showing.id", ondelete="RESTRICT"), unique=True)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    withdrawn_at: Mapped[datetime]


class Viewing(Base):
    """Somebody has looked at a recording whose every view is logged."""

    __tablename__ = "viewing"
    __table_args__ = (
        Index("ix_viewing_person_id_id", "person_id", "id"),
        Index("ix_viewing_demonstration_id_id", "demonstration_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"))
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"), index=True)
    """Through which they came to it."""
    sign_in_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in.id", ondelete="SET NULL"), index=True)
    browser: Mapped[str] = mapped_column(String(200))
    is_native: Mapped[bool] = mapped_column(default=False)
    """Whether the browser plays by itself, so that its address can't be replaced in mid-play."""
    began_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    """When the player was last heard of."""
    played_ms: Mapped[int] = mapped_column(default=0)
    """How much of it was played, repetitions left out."""
    furthest_ms: Mapped[int] = mapped_column(default=0)
    words_read_at: Mapped[datetime | None]
    """When captions were first given to them in this viewing: to read what is said is to have heard it."""
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    demonstration: Mapped[Demonstration] = relationship(lazy="raise_on_sql")


class Watching(Base):
    """What one person has watched of one demonstration, whatever the device."""

    __tablename__ = "watching"
    __table_args__ = (UniqueConstraint("person_id", "demonstration_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"), index=True)
    position_ms: Mapped[int]
    """Where it goes on."""
    ranges: Mapped[list[Any]]
    """Watched ranges [[from_ms, to_ms], …], sorted, apart: the union of all that was played."""
    watched_permille: Mapped[int]
    """Distinct time watched of the whole, 0 to 1000; never falls."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Of what moment the position is: a heartbeat can come late."""
    updated_at: Mapped[datetime]
    """When the last heartbeat came."""


class Playing(Base):
    """What one player played, from the opening of its page on: for how often each moment was, whoever it was.

    Kept while the player is taken in (heat.py); then it is folded into its cohort's tally.
    """

    __tablename__ = "playing"
    __table_args__ = (Index("ix_playing_demonstration_id_cohort_id", "demonstration_id", "cohort_id", "video_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the player, made of the person's number and of what it calls itself."""
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="CASCADE"))
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="CASCADE"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    plays: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(index=True)


class PlayTally(Base):
    """How often each stretch of a video was played in a cohort by players that aren't taken in any more."""

    __tablename__ = "play_tally"
    __table_args__ = (UniqueConstraint("demonstration_id", "cohort_id", "video_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="CASCADE"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="CASCADE"), index=True)
    counts: Mapped[list[Any]]
    """A number for each ten seconds."""


class PlayerSettings(Base):
    """How somebody likes to watch, on whatever device. Nobody has a row who never chose anything."""

    __tablename__ = "player_settings"
    __table_args__ = (
        CheckConstraint(f"speed_percent BETWEEN {min(SPEEDS)} AND {max(SPEEDS)}", name="speed"),
        CheckConstraint("lines >= 0", name="lines"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    speed_percent: Mapped[int]
    lines: Mapped[int | None]
    """The quality chosen, by the picture's lines, 0 for sound alone; None lets the player choose."""
    captions: Mapped[str | None] = mapped_column(String(LANGUAGE_LIMIT))
    """The captions' language (BCP 47); None shows none."""
    caption_size: Mapped[CaptionSize]
    caption_look: Mapped[CaptionLook]
