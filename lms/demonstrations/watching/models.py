"""What somebody has watched of a demonstration, and how often each moment was played."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


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
