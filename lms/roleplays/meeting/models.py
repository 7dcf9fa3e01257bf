"""Who was in a room, and who was missed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class Attendance(Base):
    """What is known of somebody's being in their group's room."""

    __tablename__ = "role_play_attendance"
    __table_args__ = (CheckConstraint("(missed_at IS NULL) = (missed_by_id IS NULL)", name="missed"),)
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True)
    came_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    """Last; their page says every few seconds that it is there."""
    missed_at: Mapped[datetime | None]
    """When somebody of the group said that they weren't there."""
    missed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
