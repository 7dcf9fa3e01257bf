"""Uploads on their way in, and videos on their way to being playable."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.people.models import Person
from lms.videos import rules
from lms.videos.rules import NAME_LIMIT, VideoState


class Upload(Base):
    """A file that is being sent in pieces (tus 1.0), lying alone in its own folder under `key`."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("received >= 0 AND (size IS NULL OR received <= size)", name="received"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Random; names the folder and stands in the upload's address."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    file_name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    """As the sender calls it: shown, never used as a path."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """None while nobody knows: a recording that is still being made."""
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    started_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    """When the last piece came; what doesn't move for days is thrown away."""

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)


class Video(Base):
    """One uploaded video. The source is kept."""

    __tablename__ = "video"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    file_name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    source_key: Mapped[str] = mapped_column(String(200))
    source_size: Mapped[int] = mapped_column(BigInteger)
    source_sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    uploaded_at: Mapped[datetime]
    state: Mapped[VideoState]
    permille: Mapped[int] = mapped_column(default=0)
    seconds_left: Mapped[int | None]
    leased_until: Mapped[datetime | None]
    """While a worker packages it; a worker that dies lets the lease run out, and another begins again. While it waits:
    not to be tried before."""
    tries: Mapped[int] = mapped_column(default=0)
    lease_number: Mapped[int] = mapped_column(default=0)
    """Of the newest lease; it only rises."""
    trouble: Mapped[str | None] = mapped_column(Text)
    """Why it can't be played, a sentence for the trainer."""
    is_unplayable: Mapped[bool] = mapped_column(default=False)
    """The file itself is the reason: preparing it again won't help."""
    stream_key: Mapped[str | None] = mapped_column(String(200))
    """Where it plays from: a preview while it is being prepared, then its packaged stream. With it come its facts."""
    former_stream_key: Mapped[str | None] = mapped_column(String(200))
    """Where it played from until it was prepared anew: whoever is watching that goes on to the end."""
    erased_at: Mapped[datetime | None]
    """Since when its source and stream are gone for good."""
    duration_ms: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    has_audio: Mapped[bool | None]
    has_picture: Mapped[bool | None]
    """None of what was prepared before this was kept."""
    ready_at: Mapped[datetime | None]
    uploaded_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def is_worth_another_try(self) -> bool:
        is_at_rest = self.state is VideoState.READY or self.trouble is not None
        return is_at_rest and not self.is_unplayable and self.erased_at is None

    @property
    def plays(self) -> bool:
        return self.stream_key is not None and self.state is not VideoState.REFUSED

    @property
    def is_whole(self) -> bool:
        """Whether all of it plays, whatever is being prepared."""
        return self.plays and rules.is_whole(self.stream_key)

    @property
    def is_only_heard(self) -> bool:
        return self.is_whole and self.has_picture is False

    @property
    def is_on_its_way(self) -> bool:
        return self.state in (VideoState.WAITING, VideoState.PREPARING)

    @property
    def stream(self) -> str | None:
        """The stream's own folder name, as tokens call it."""
        return self.stream_key and self.stream_key.removeprefix("streams/")

    @property
    def former_stream(self) -> str | None:
        return self.former_stream_key and self.former_stream_key.removeprefix("streams/")

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.uploaded_by_id)


class PlaybackRevocation(Base):
    """Addresses of a person, or of a stream, that were issued until `since` don't play any more."""

    __tablename__ = "playback_revocation"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (stream IS NULL)", name="one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    stream: Mapped[str | None] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(index=True)
