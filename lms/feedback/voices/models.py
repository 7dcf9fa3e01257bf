"""What was spoken in a thread."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from lms.core.db import Base
from lms.videos.models import Video
from lms.videos.tracks.models import TextTrack
from lms.videos.tracks.rules import FIRST_LANGUAGE, TrackKind


class Voice(Base):
    """What somebody said by voice or before the camera: beside a remark that isn't released, then with a message."""

    __tablename__ = "voice"
    __table_args__ = (CheckConstraint("(remark_id IS NULL) <> (message_id IS NULL)", name="one_home"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("feedback_thread.id", ondelete="RESTRICT"), index=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("review_remark.id", ondelete="RESTRICT"), unique=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="RESTRICT"), unique=True)
    spoken_at: Mapped[datetime]
    video: Mapped[Video] = relationship(lazy="raise_on_sql")
    captions: Mapped[TextTrack | None] = relationship(
        lazy="raise_on_sql",
        viewonly=True,
        uselist=False,
        primaryjoin=lambda: and_(
            foreign(TextTrack.video_id) == Voice.video_id,
            TextTrack.kind == TrackKind.CAPTIONS,
            TextTrack.language == FIRST_LANGUAGE,
        ),
    )

    @property
    def is_captioned(self) -> bool:
        """Whether there are captions to read. Needs them loaded."""
        return self.captions is not None and self.captions.is_begun
