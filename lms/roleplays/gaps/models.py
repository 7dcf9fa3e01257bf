"""What somebody practices where their group didn't come about."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class Instead(Base):
    """An exercise in the place of a role play. It counts, as practice, once it is handed in."""

    __tablename__ = "role_play_instead"
    group_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False, index=True
    )
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
