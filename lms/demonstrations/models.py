"""Which video shows a demonstration, and how somebody likes to watch."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.demonstrations.rules import SPEEDS, CaptionLook, CaptionSize
from lms.videos.models import Video
from lms.videos.tracks.rules import LANGUAGE_LIMIT


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
