"""What people say about their time, as wall-clock time; the busy times of their own calendars; menus of hours."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.roleplays.hours.rules import MENU_MINUTES, QUARTERS, URL_LIMIT, Away, DayException, Window, masked

SPAN = f"begins >= 0 AND begins < ends AND ends <= {QUARTERS}"


class WeeklyHours(Base):
    """Somebody's week, as they painted it last."""

    __tablename__ = "weekly_hours"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    zone_name: Mapped[str] = mapped_column(String(64))
    """In which it was painted. Who moves is asked whether their hours move along."""
    saved: Mapped[int] = mapped_column(default=1)
    """Counts the savings, so that a second tab is noticed."""
    changed_at: Mapped[datetime]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)


class HoursWindow(Base):
    """A stretch of time in somebody's week."""

    __tablename__ = "hours_window"
    __table_args__ = (
        UniqueConstraint("person_id", "weekday", "begins"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(SPAN, name="span"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("weekly_hours.person_id", ondelete="CASCADE"))
    weekday: Mapped[int]
    """0 is Monday."""
    begins: Mapped[int]
    """Quarters of an hour since midnight."""
    ends: Mapped[int]
    is_comfortable: Mapped[bool]

    @property
    def window(self) -> Window:
        return Window(self.weekday, self.begins, self.ends, self.is_comfortable)


class HoursException(Base):
    """Dates on which somebody is free otherwise than in their week; not free all day is being away."""

    __tablename__ = "hours_exception"
    __table_args__ = (
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("from_on <= to_on", name="order"),
        Index("ix_hours_exception_person_id_to_on", "person_id", "to_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    begins: Mapped[int]
    ends: Mapped[int]
    is_free: Mapped[bool]

    @property
    def is_absence(self) -> bool:
        return not self.is_free and self.ends - self.begins == QUARTERS

    @property
    def said(self) -> Away | DayException:
        """As the rules know it."""
        if self.is_absence:
            return Away(self.from_on, self.to_on)
        return DayException(self.from_on, self.begins, self.ends, self.is_free)

    @property
    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id)


class BusyFault(StrEnum):
    """Why a calendar could not be read: as `lms.core.outside.Fault`, or because it is none."""

    ADDRESS = "address"
    NOT_FOUND = "not found"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    NO_CALENDAR = "no calendar"


class BusySource(Base):
    """The address of somebody's own calendar, of which only the busy times are kept."""

    __tablename__ = "busy_source"
    __table_args__ = (CheckConstraint(f"length(url) BETWEEN 1 AND {URL_LIMIT}", name="url_limit"),)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    url: Mapped[str] = mapped_column(String(URL_LIMIT))
    """A secret: whoever has it reads the calendar. Never shown whole, nor logged."""
    asked_at: Mapped[datetime]
    """When it was last asked for by its person; until it has been looked at after that, the page waits."""
    looked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When it was last read whole; busy times are as of then."""
    fault: Mapped[BusyFault | None]
    """Of the last look."""

    @property
    def is_awaited(self) -> bool:
        return self.looked_at is None or self.looked_at < self.asked_at

    @property
    def shown(self) -> str:
        return masked(self.url)


class BusyTime(Base):
    """A time at which somebody's own calendar says that they are busy."""

    __tablename__ = "busy_time"
    __table_args__ = (CheckConstraint("begins_at < ends_at", name="order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("busy_source.person_id", ondelete="CASCADE"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class HoursMenu(Base):
    """Hours that a cohort's learners tick, in the cohort's zone."""

    __tablename__ = "hours_menu"
    __table_args__ = (CheckConstraint(f"minutes IN {MENU_MINUTES}", name="minutes"),)
    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    minutes: Mapped[int]
    """How long each of its hours is."""
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    set_at: Mapped[datetime]


class MenuHour(Base):
    """An hour of a menu, every week."""

    __tablename__ = "menu_hour"
    __table_args__ = (
        UniqueConstraint("cohort_id", "weekday", "begins"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(f"begins >= 0 AND begins < {QUARTERS}", name="begins"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("hours_menu.cohort_id", ondelete="CASCADE"))
    weekday: Mapped[int]
    begins: Mapped[int]
    menu: Mapped[HoursMenu] = relationship(lazy="raise_on_sql")


class MenuTick(Base):
    """An hour of a menu at which somebody can."""

    __tablename__ = "menu_tick"
    hour_id: Mapped[int] = mapped_column(
        ForeignKey("menu_hour.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class Volunteer(Base):
    """A learner who steps in where a group of their cohort lacks somebody, at hours at which they can."""

    __tablename__ = "role_play_volunteer"
    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    since: Mapped[datetime]
