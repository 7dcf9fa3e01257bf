"""Observers' sheets with their markers, and debriefs."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.people.models import Person
from lms.roleplays.debrief.rules import ANSWER_LIMIT, INTENSITIES, LABEL_LIMIT, Difficulty
from lms.roleplays.timing.rules import KEY_LIMIT


class Debrief(Base):
    """What somebody says of a role play afterwards, as typed; the others read it once it is sent."""

    __tablename__ = "role_play_debrief"
    __table_args__ = (CheckConstraint(f"intensity BETWEEN {INTENSITIES[0]} AND {INTENSITIES[-1]}", name="intensity"),)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the place of the prompt, from "0"."""
    intensity: Mapped[int | None]
    """How strongly they want to play the client, chosen before that turn."""
    difficulty: Mapped[Difficulty | None]
    """How they found being the therapist."""
    saved: Mapped[int] = mapped_column(default=0)
    """How often the answers were saved, so that a second window is noticed."""
    saved_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class Sheet(Base):
    """What somebody who observed a turn marked in it; its therapist reads it once it is sent."""

    __tablename__ = "role_play_sheet"
    __table_args__ = (
        UniqueConstraint("group_id", "turn", "observer_id"),
        CheckConstraint(f"length(words) <= {ANSWER_LIMIT}", name="words_limit"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"))
    turn: Mapped[int]
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    therapist_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the place of the point in the checklist, from "0"."""
    words: Mapped[str] = mapped_column(Text, default="")
    saved: Mapped[int] = mapped_column(default=0)
    """How often the words were saved, so that a second window is noticed."""
    saved_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    observer: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=observer_id)
    markers: Mapped[list["Marker"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="Marker.at_ms")


class Marker(Base):
    """One tap of an observer: here was something."""

    __tablename__ = "role_play_marker"
    __table_args__ = (UniqueConstraint("sheet_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("role_play_sheet.id", ondelete="CASCADE"))
    at_ms: Mapped[int]
    """Of the shared clock, since the turn began, without its pauses."""
    at: Mapped[datetime]
    """The instant, for a recording that ran on through the pauses."""
    label: Mapped[str] = mapped_column(String(LABEL_LIMIT))
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
