"""Rounds of role plays, their groups, who sits in them, and when they meet."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort
from lms.core.db import Base
from lms.people.models import Person
from lms.program.models import ProgramClass
from lms.roleplays.rounds.rules import MEETING_LEAST, MEETING_MINUTES, MEETING_MOST, Part, State


class RolePlayRound(Base):
    """The role play of one class in one cohort: groups meet once between its two instants."""

    __tablename__ = "role_play_round"
    __table_args__ = (
        UniqueConstraint("cohort_id", "class_id"),
        CheckConstraint("until_at > from_at", name="order"),
        CheckConstraint(f"minutes BETWEEN {MEETING_LEAST} AND {MEETING_MOST}", name="minutes"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("program_class.id", ondelete="RESTRICT"), index=True)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    """Meetings begin from then on, and are over by then."""
    minutes: Mapped[int] = mapped_column(default=MEETING_MINUTES)
    """Of a meeting."""
    answer_by_at: Mapped[datetime]
    """Until when groups agree on an hour; then the best one is booked for them."""
    scenario: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As it was when the groups were announced (`rules.scenario`); empty before."""
    created_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    """When its groups were first announced; what changes later is announced anew."""
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    program_class: Mapped[ProgramClass] = relationship(lazy="raise_on_sql")
    groups: Mapped[list["RolePlayGroup"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="RolePlayGroup.number", back_populates="round"
    )

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


class RolePlayGroup(Base):
    """Two to four learners who meet in a round. Announced as soon as it is here; one that is dissolved stays."""

    __tablename__ = "role_play_group"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("role_play_round.id", ondelete="CASCADE"))
    number: Mapped[int]
    """From 1, in its round; not given again."""
    announced_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None]
    round: Mapped[RolePlayRound] = relationship(lazy="raise_on_sql", back_populates="groups")
    seats: Mapped[list["Seat"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="Seat.id", back_populates="group"
    )
    meeting: Mapped["Meeting | None"] = relationship(lazy="raise_on_sql", viewonly=True, back_populates="group")

    @property
    def taken(self) -> list["Seat"]:
        """Seats of those who are in it now."""
        return [seat for seat in self.seats if seat.left_at is None]

    @property
    def agreed(self) -> "Meeting | None":
        """Its meeting, booked, held or called off: not one that was only thought of when the group was announced."""
        return self.meeting if self.meeting and self.meeting.state is not State.PROPOSED else None

    @property
    def facts(self) -> Facts:
        here = frozenset(seat.person_id for seat in self.taken) if self.dissolved_at is None else frozenset()
        return Facts(cohort_id=self.round.cohort_id, member_ids=here)


class Seat(Base):
    """Somebody's place in a group, with the part that they play in its first turn."""

    __tablename__ = "role_play_seat"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    part: Mapped[Part]
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]
    group: Mapped[RolePlayGroup] = relationship(lazy="raise_on_sql", back_populates="seats")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Meeting(Base):
    """When a group meets. Wall-clock time and zone are the truth, the two instants are derived."""

    __tablename__ = "role_play_meeting"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="order"),)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    held_on: Mapped[date]
    starts_at_time: Mapped[time]
    zone_name: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    state: Mapped[State]
    sequence: Mapped[int] = mapped_column(default=0)
    """Of its calendar entry: counts its changes (RFC 5545 §3.8.7.4)."""
    url: Mapped[str] = mapped_column(String(500), default="")
    """Where they meet, if they chose a place of their own."""
    changed_at: Mapped[datetime]
    group: Mapped[RolePlayGroup] = relationship(lazy="raise_on_sql", back_populates="meeting")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)
