"""Which role play a video shows, and how its clock lies in it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class RolePlayRecording(Base):
    """A video of a group's role play. Whoever may play it says practice: it is a take, and then a recording there."""

    __tablename__ = "role_play_recording"
    video_id: Mapped[int] = mapped_column(
        ForeignKey("video.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("role_play_group.id", ondelete="CASCADE"), index=True)
    starts_ms: Mapped[int] = mapped_column(default=0)
    """Of the recording, when the shared clock started; below zero where the recording began later."""
    lined_up_at: Mapped[datetime | None]
    """When that was last said; None while nobody knows."""
    lined_up_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    """Who said it; None where it was recorded in the room, whose clock knows."""
