"""Who is in a video and what they agree to, how long it is kept, and what is left when it is deleted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.consents import rules
from lms.consents.rules import Answer, Use
from lms.core.db import Base
from lms.people.models import Person
from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT
from lms.videos.models import Video


class RecordingConsent(Base):
    """One person who is in a video, asked about one use of it. Without an account they have a name and an address."""

    __tablename__ = "recording_consent"
    __table_args__ = (
        UniqueConstraint("video_id", "email", "use"),
        CheckConstraint("given_at IS NULL OR withdrawn_at IS NULL OR withdrawn_at >= given_at", name="order"),
        CheckConstraint("denied_at IS NULL OR (given_at IS NULL AND withdrawn_at IS NOT NULL)", name="denied"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    use: Mapped[Use]
    title: Mapped[str] = mapped_column(String(rules.TITLE_LIMIT), default="")
    """What the recording was called when they were asked."""
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the letter's link."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    """Also when somebody said no to begin with."""
    denied_at: Mapped[datetime | None]
    """They say that they aren't in it at all, having never agreed."""
    video: Mapped[Video] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=asked_by_id)

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)

    @property
    def answer(self) -> Answer:
        return rules.answer(self.given_at, self.withdrawn_at, self.denied_at)

    @property
    def naming(self) -> "Naming":
        return Naming(self)

    @property
    def is_retractable(self) -> bool:
        """Whether whoever asked can take it back."""
        return self.answer in rules.RETRACTABLE


@dataclass(frozen=True)
class Naming:
    """A question to somebody, as that in which they were named: its owner is who named them."""

    consent: RecordingConsent

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.consent.asked_by_id)


class ClipProposal(Base):
    """A video that was made for something else is proposed as a teaching clip: all in it have to agree first."""

    __tablename__ = "clip_proposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    proposed_at: Mapped[datetime]


class NobodyRecorded(Base):
    """Somebody has said that no real person can be recognized in a video."""

    __tablename__ = "nobody_recorded"
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    said_at: Mapped[datetime]


class Expiry(Base):
    """A video is deleted once its last day is over where the one lives who said so."""

    __tablename__ = "expiry"
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    last_on: Mapped[date]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """Derived from the day and the zone."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)


class ErasureReceipt(Base):
    """What is left of a video that was deleted: proof that it was, and of what."""

    __tablename__ = "erasure_receipt"
    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), unique=True)
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    """Once the store has been seen to hold nothing of it any more."""
    source_sha256: Mapped[str] = mapped_column(String(64))
    source_size: Mapped[int] = mapped_column(BigInteger)
    objects: Mapped[int]
    """How many files the media store held of it."""
