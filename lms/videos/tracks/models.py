"""Text tracks of videos: versions, the one draft between two of them, the words for search, the captioner's work."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from lms.core.db import Base
from lms.people.models import Person
from lms.videos.models import Video
from lms.videos.tracks.rules import (
    LABEL_LIMIT,
    LANGUAGE_LIMIT,
    TEXT_LIMIT,
    WHY_LIMIT,
    CaptioningState,
    TrackKind,
    seen,
)


class TextTrack(Base):
    """Captions in one language, or the chapters, of one video."""

    __tablename__ = "text_track"
    __table_args__ = (
        UniqueConstraint("video_id", "kind", "language"),
        CheckConstraint("published >= 0", name="published"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="CASCADE"))
    kind: Mapped[TrackKind]
    language: Mapped[str] = mapped_column(String(LANGUAGE_LIMIT))
    """A BCP 47 tag."""
    label: Mapped[str] = mapped_column(String(LABEL_LIMIT))
    published: Mapped[int] = mapped_column(default=0)
    """The number of the version that viewers see; 0 while there is only a draft."""
    saved: Mapped[int] = mapped_column(default=0)
    """Counts every change of the draft and every publication, so that a second editor is noticed."""
    video: Mapped[Video] = relationship(lazy="raise_on_sql")
    draft: Mapped["TextDraft | None"] = relationship(lazy="raise_on_sql", viewonly=True)
    versions: Mapped[list["TextTrackVersion"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="TextTrackVersion.number.desc()"
    )
    newest: Mapped["TextTrackVersion | None"] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        primaryjoin=lambda: and_(
            foreign(TextTrackVersion.track_id) == TextTrack.id, TextTrackVersion.number == TextTrack.published
        ),
    )
    """What viewers see. As it was when this was loaded."""

    @property
    def is_begun(self) -> bool:
        """Whether there is anything in it. Needs its draft loaded."""
        return self.published > 0 or self.draft is not None

    @property
    def seen(self) -> str:
        return seen(self.video_id, self.saved)


class TextTrackVersion(Base):
    """A track as it was published once. Never changed; publishing again makes the next."""

    __tablename__ = "text_track_version"
    __table_args__ = (UniqueConstraint("track_id", "number"), CheckConstraint("number > 0", name="number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("text_track.id", ondelete="CASCADE"))
    number: Mapped[int]
    head: Mapped[str] = mapped_column(Text)
    """Comments, styles and regions, as WebVTT."""
    cues: Mapped[list[Any]]
    """[[start_ms, end_ms, text, name, settings], …] in order."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    made_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(WHY_LIMIT))
    made_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class TextDraft(Base):
    """What is being written for a track's next version, as WebVTT that may still have faults."""

    __tablename__ = "text_draft"
    __table_args__ = (CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text_limit"),)
    track_id: Mapped[int] = mapped_column(ForeignKey("text_track.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """Of what a machine made: who had it made."""
    is_machine_made: Mapped[bool] = mapped_column(default=False)
    """Nobody has published it yet; whoever does has checked it."""
    saved_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class TrackCue(Base):
    """One cue of the version that viewers see, in plain words, to be shown, searched and jumped to."""

    __tablename__ = "track_cue"
    track_id: Mapped[int] = mapped_column(ForeignKey("text_track.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 0, without gaps."""
    start_ms: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """Without cases and accents, as it is searched."""


class Captioning(Base):
    """The automatic captioner's work at a video; asking again begins it anew."""

    __tablename__ = "captioning"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(LANGUAGE_LIMIT))
    state: Mapped[CaptioningState]
    percent: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    asked_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """While a worker is at it, as with `Video`."""
    tries: Mapped[int] = mapped_column(default=0)
    """Also the number of the lease."""
    trouble: Mapped[str | None] = mapped_column(Text)
    """Why there are no captions, a sentence for the trainer."""
