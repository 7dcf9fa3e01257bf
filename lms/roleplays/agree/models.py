"""Hours that a group has before it, what its members say to them, and who can't come."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access.viewer import Facts
from lms.core.db import Base
from lms.people.models import Person
from lms.roleplays.agree.rules import WORD_LIMIT, Step
from lms.roleplays.rounds.models import RolePlayGroup


class HourOffer(Base):
    """An hour at which a group might meet. Wall-clock time and zone are the truth, its instant is derived."""

    __tablename__ = "role_play_hour"
    __table_args__ = (UniqueConstraint("group_id", "starts_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"))
    held_on: Mapped[date]
    starts_at_time: Mapped[time]
    zone_name: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """None where it was found from everybody's hours."""
    offered_at: Mapped[datetime]
    rank: Mapped[int]
    """Among those that were offered together; the best is 0."""
    closed_at: Mapped[datetime | None]
    """When it was no longer to be chosen: another was booked, or it passed."""
    group: Mapped[RolePlayGroup] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["HourAnswer"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="HourAnswer.person_id"
    )

    @property
    def facts(self) -> Facts:
        return self.group.facts


class HourAnswer(Base):
    """What a member says to an hour. Saying otherwise replaces it."""

    __tablename__ = "role_play_answer"
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_hour.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    suits: Mapped[bool]
    answered_at: Mapped[datetime]


class Absence(Base):
    """Somebody can't come to their group's meeting, and what was found for the others."""

    __tablename__ = "role_play_absence"
    __table_args__ = (
        CheckConstraint(f"length(word) <= {WORD_LIMIT}", name="word_limit"),
        Index("ix_role_play_absence_group_id_person_id", "group_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    word: Mapped[str] = mapped_column(Text, default="")
    """Why, if they said so; for trainers and coordinators alone."""
    said_at: Mapped[datetime]
    step: Mapped[Step]
    settled_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    asks: Mapped[list["StandInAsk"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="StandInAsk.id", back_populates="absence"
    )
    group: Mapped[RolePlayGroup] = relationship(lazy="raise_on_sql")


class StandInAsk(Base):
    """A peer is asked to take the place of somebody who can't come."""

    __tablename__ = "role_play_stand_in"
    __table_args__ = (UniqueConstraint("absence_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    absence_id: Mapped[int] = mapped_column(ForeignKey("role_play_absence.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    accepts: Mapped[bool | None]
    """None until they have answered."""
    answered_at: Mapped[datetime | None]
    absence: Mapped[Absence] = relationship(lazy="raise_on_sql", back_populates="asks")

    @property
    def is_open(self) -> bool:
        return self.accepts is None and self.absence.settled_at is None

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.absence.group.round.cohort_id, owner_id=self.person_id)
