"""That somebody has looked at what is logged."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.people.models import Person
from lms.program.models import Demonstration


class Viewing(Base):
    """Somebody has looked at a recording whose every view is logged."""

    __tablename__ = "viewing"
    __table_args__ = (
        Index("ix_viewing_person_id_id", "person_id", "id"),
        Index("ix_viewing_demonstration_id_id", "demonstration_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    demonstration_id: Mapped[int] = mapped_column(ForeignKey("demonstration.id", ondelete="RESTRICT"))
    video_id: Mapped[int] = mapped_column(ForeignKey("video.id", ondelete="RESTRICT"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"), index=True)
    """Through which they came to it."""
    sign_in_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in.id", ondelete="SET NULL"), index=True)
    browser: Mapped[str] = mapped_column(String(200))
    is_native: Mapped[bool] = mapped_column(default=False)
    """Whether the browser plays by itself, so that its address can't be replaced in mid-play."""
    began_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    """When the player was last heard of."""
    played_ms: Mapped[int] = mapped_column(default=0)
    """How much of it was played, repetitions left out."""
    furthest_ms: Mapped[int] = mapped_column(default=0)
    words_read_at: Mapped[datetime | None]
    """When captions were first given to them in this viewing: to read what is said is to have heard it."""
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    demonstration: Mapped[Demonstration] = relationship(lazy="raise_on_sql")
