"""Notices, and what people wish about them."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.notices.rules import DIGEST_HOUR, Kind, Subject
from lms.people.models import Person

SUBJECT_LIMIT = 80  # characters of a subject's key


def _where(condition: str) -> dict[str, Any]:
    return {f"{engine}_where": text(condition) for engine in ("sqlite", "postgresql")}


class Notice(Base):
    """One person is told of one event. Nothing that anybody wrote stands in it."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_unread", "person_id", "subject", **_where("read_at IS NULL")),
        Index("ix_notice_open", "subject", "kind", **_where("read_at IS NULL")),
        Index("ix_notice_digest", "digest_at", "person_id", **_where("digest_at IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    """A `Kind`. No CHECK holds it: kinds come and go with the rooms that tell of them."""
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """Of the event and the person; also of the letter, where one is written."""
    subject: Mapped[str] = mapped_column(String(SUBJECT_LIMIT))
    title: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    """Where it leads to, in this house."""
    who_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    told_at: Mapped[datetime]
    happens_at: Mapped[datetime | None]
    """When that begins, or is due, which it announces."""
    read_at: Mapped[datetime | None]
    digest_at: Mapped[datetime | None]
    """When the digest goes out that will tell of it. None: none will, or it has."""
    who: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[who_id])

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)

    @property
    def known_kind(self) -> Kind | None:
        """Its kind, unless an older version of the house wrote it."""
        return Kind(self.kind) if self.kind in list(Kind) else None


class NoticeWishes(Base):
    """What somebody wishes about notices; whoever has none wishes what each kind's manner says."""

    __tablename__ = "notice_wishes"
    __table_args__ = (
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        CheckConstraint("digest_weekday BETWEEN 0 AND 6", name="digest_weekday"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_has_both"),
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By kind, a `Delivery`, where it differs from the kind's manner."""
    digest_hour: Mapped[int] = mapped_column(default=DIGEST_HOUR)
    """Wall-clock, in the person's zone, as all that follows."""
    digest_weekday: Mapped[int] = mapped_column(default=0)
    """Of the weekly one; 0 is Monday."""
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]


class Mute(Base):
    """Somebody wants to hear no more of something. Unmuting forgets this."""

    __tablename__ = "mute"
    __table_args__ = (UniqueConstraint("person_id", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LIMIT))
    title: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    muted_at: Mapped[datetime]

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)

    @property
    def about(self) -> Subject:
        return Subject(self.subject, self.title, self.path)
