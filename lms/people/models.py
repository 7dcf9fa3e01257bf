"""People, the places where they are signed in, and the letters that let them in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT, erased_email


class Person(Base):
    """Somebody with an account. `password_hash` is None until an invitation is accepted."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(f"length(name) BETWEEN 1 AND {NAME_LIMIT}", name="name_length"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_person_name_id", "name", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    zone_name: Mapped[str] = mapped_column(String(64), default="UTC")
    locale: Mapped[str] = mapped_column(String(16), default="en-US")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_operator: Mapped[bool] = mapped_column(default=False)
    is_sample: Mapped[bool] = mapped_column(default=False)
    """Invented; lives only outside production."""
    created_at: Mapped[datetime]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def is_erased(self) -> bool:
        return self.email == erased_email(self.id)

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.id)


class Closing(Base):
    """An account that is closed: nobody signs in to it, and it is sent no mail. Opening it again is forgetting this."""

    __tablename__ = "closing"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """None where an operator did, at the command line."""
    closed_at: Mapped[datetime]


class SignIn(UserMixin, Base):
    """One browser in which somebody is signed in. Flask-Login's user is this, so that each can be ended alone."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the cookie."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    secret: str = ""
    """What the cookie holds; known only in the request that signs in or comes with it."""

    def get_id(self) -> str:
        return self.secret

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)


class PasswordReset(Base):
    """A letter that lets its reader choose a new password, once, for an hour."""

    __tablename__ = "password_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Invitation(Base):
    """A letter that lets its reader choose name and password, once, for two weeks."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=person_id)
