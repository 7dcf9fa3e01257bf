"""What was pressed in a group's room, and which parts were practiced by it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base
from lms.roleplays.rounds.rules import Part
from lms.roleplays.timing.rules import KEY_LIMIT, Event, Press


class RoomEvent(Base):
    """Something that was pressed. Only ever added; what follows from all of them says `rules.clock`."""

    __tablename__ = "role_play_event"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id", "key"),
        CheckConstraint("(press IN ('absent', 'arrived')) = (about_id IS NOT NULL)", name="about"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    press: Mapped[Press]
    at: Mapped[datetime]
    beat: Mapped[int]
    step: Mapped[int]
    """Of the clock as whoever pressed it saw it."""
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)

    @property
    def said(self) -> Event:
        """As rules know it."""
        return Event(self.press, self.person_id, self.key, self.at, self.beat, self.step, self.about_id)


class PlayedPart(Base):
    """A part that somebody practiced in a turn; written down once, so that a term can be added up."""

    __tablename__ = "role_play_played_part"
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True)
    part: Mapped[Part]
