"""Cohorts, their dated classes, and who takes part."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.rules import OWN_EXTENSION_DAYS, OWN_EXTENSION_MOST, SLUG_LIMIT, Pattern
from lms.core.db import Base
from lms.people.models import Person
from lms.program.models import Program, ProgramClass


class Role(StrEnum):
    """What somebody is in a cohort."""

    LEARNER = "learner"
    TRAINER = "trainer"


class Cohort(Base):
    """People who take a program together."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 15 AND 600", name="minutes"),
        CheckConstraint(f"own_extension_days BETWEEN 0 AND {OWN_EXTENSION_MOST}", name="own_extension_days"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG_LIMIT), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="RESTRICT"), index=True)
    zone_name: Mapped[str] = mapped_column(String(64))
    pattern: Mapped[Pattern]
    first_on: Mapped[date]
    starts_at_time: Mapped[time]
    """Wall-clock time in the cohort's zone."""
    minutes: Mapped[int]
    skipped_on: Mapped[list[Any]]
    """ISO dates on which the pattern would hold a class and the cohort doesn't."""
    meeting_url: Mapped[str] = mapped_column(String(500), default="")
    own_extension_days: Mapped[int] = mapped_column(default=OWN_EXTENSION_DAYS)
    """A learner's first extension of up to so many days is granted by itself; 0 means that a person decides on each."""
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    program: Mapped[Program] = relationship(lazy="raise_on_sql")
    sessions: Mapped[list["ClassSession"]] = relationship(
        lazy="raise_on_sql", order_by="ClassSession.starts_at", viewonly=True
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.id)


class ClassSession(Base):
    """A class on its date, for a cohort."""

    __tablename__ = "class_session"
    __table_args__ = (UniqueConstraint("cohort_id", "class_id"), CheckConstraint("ends_at > starts_at", name="order"))
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("program_class.id", ondelete="RESTRICT"), index=True)
    held_on: Mapped[date]
    starts_at_time: Mapped[time]
    """With `held_on` and the cohort's zone, the truth; the two instants are derived."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    meeting_url: Mapped[str] = mapped_column(String(500), default="")
    """Where it differs from the cohort's."""
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    program_class: Mapped[ProgramClass] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


class Enrollment(Base):
    """Somebody's part in a cohort. Ended ones stay, and give no rights."""

    __tablename__ = "enrollment"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    role: Mapped[Role]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id, owner_id=self.person_id)
