"""The draft of a round, the worker's turn at it, and who went without a group."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base
from lms.roleplays.board.rules import SolvingState


class Board(Base):
    """What a coordinator has before them: groups that nobody was told of yet, and what is wished of a solving."""

    __tablename__ = "role_play_board"
    round_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_round.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    saved: Mapped[int] = mapped_column(default=0)
    """Counts the changes, so that a second tab is noticed."""
    groups: Mapped[list[Any]] = mapped_column(default=list)
    """Ids of people (`rules.kept_of`)."""
    before: Mapped[list[Any]] = mapped_column(default=list)
    """Drafts before this one, the last one last."""
    sizes: Mapped[list[Any]] = mapped_column(default=list)
    """Of groups; empty: any from two to four."""
    order: Mapped[list[Any]] = mapped_column(default=list)
    """Of tiers; empty: the usual one."""
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the last solving said of its answer (`reports`), in ids."""
    is_as_solved: Mapped[bool] = mapped_column(default=False)
    """Whether nothing was changed by hand since."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime]


class Solving(Base):
    """The worker's turn at a round; asking again begins it anew."""

    __tablename__ = "role_play_solving"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_round.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    state: Mapped[SolvingState]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """While a worker is at it."""
    tries: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=0)
    """Of the lease; whoever was given up for dead can't write any more."""
    percent: Mapped[int] = mapped_column(default=0)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The tier at work, what is known of those before it, and the places given."""
    cancel_asked_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(Text)
    """Why there is no answer, a sentence for the coordinator."""


class LeftOut(Base):
    """That somebody had hours in a round, and was announced no group: later rounds place them first."""

    __tablename__ = "role_play_left_out"
    round_id: Mapped[int] = mapped_column(
        ForeignKey("role_play_round.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, autoincrement=False
    )
