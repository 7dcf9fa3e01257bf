"""Secret addresses of feeds, and how often entries have changed that keep no count of their own."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.people.models import Person


class CalendarFeed(Base):
    """Somebody has an address at which programs read their calendar. A new one ends the one before."""

    __tablename__ = "calendar_feed"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the address."""
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CalendarChange(Base):
    """How often an entry has changed: a class, a due date."""

    __tablename__ = "calendar_change"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """As in `rules`."""
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
