"""Where a learner stands with an assignment, in a word, and which learners a filter shows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.practice.rules import Due, Standing, standing_since

TEXT_LIMIT = 4_000  # characters of what is written to learners
READERS_MOST = 100  # of one writing
KEY_LIMIT = 64


class State(StrEnum):
    """How far the work is."""

    NOT_BEGUN = "not begun"
    DRAFT = "draft"
    WAITING = "waiting for feedback"
    HANDED_IN = "handed in"
    ANSWERED = "answered"


class Mark(StrEnum):
    """What else is to be known about it."""

    OVERDUE = "overdue"
    LATE = "handed in late"
    EXTENDED = "extension"
    ASKED = "asks for more time"
    UNDERSTOOD = "understood"


@dataclass(frozen=True)
class Known:
    """What is kept about one learner's work on one assignment. Of a draft only that there is one."""

    has_draft: bool = False
    submission_id: int | None = None
    number: int | None = None
    handed_in_at: datetime | None = None
    standing: Standing | None = None
    thread_id: int | None = None
    waiting_since: datetime | None = None
    is_answered: bool = False
    extended_to: datetime | None = None
    is_asked: bool = False
    is_understood: bool = False
    """The learner has marked all that was said to them as understood."""


NOTHING = Known()


@dataclass(frozen=True)
class Cell:
    """One learner's place with one assignment."""

    known: Known
    due: Due
    state: State
    marks: tuple[Mark, ...]

    @property
    def is_behind(self) -> bool:
        return Mark.OVERDUE in self.marks


@dataclass(frozen=True)
class Filters:
    """Which part of the table; None means all."""

    class_number: int | None = None
    state: State | Mark | None = None
    only_behind: bool = False

    @property
    def by_learner(self) -> bool:
        """Whether it leaves learners out."""
        return self.state is not None or self.only_behind

    def shows(self, cells: Sequence[Cell]) -> bool:
        """Whether a learner with these cells is shown."""
        if self.only_behind and not any(cell.is_behind for cell in cells):
            return False
        return self.state is None or any(cell.state == self.state or self.state in cell.marks for cell in cells)


def cell(known: Known, due: Due, now: datetime) -> Cell:
    """Where the work stands now."""
    return Cell(known, due, _state(known), tuple(mark for mark, holds in _marks(known, due, now).items() if holds))


def _state(known: Known) -> State:
    if known.handed_in_at is None:
        return State.DRAFT if known.has_draft else State.NOT_BEGUN
    if known.waiting_since is not None:
        return State.WAITING
    return State.ANSWERED if known.is_answered else State.HANDED_IN


def _marks(known: Known, due: Due, now: datetime) -> Mapping[Mark, bool]:
    is_late = (
        known.standing is not None
        and known.handed_in_at is not None
        and standing_since(known.standing, known.handed_in_at, known.extended_to) is Standing.LATE
    )
    return {
        Mark.OVERDUE: known.handed_in_at is None and now > due.last_at,
        Mark.LATE: is_late,
        Mark.EXTENDED: due.is_extended,
        Mark.ASKED: known.is_asked,
        Mark.UNDERSTOOD: known.is_understood and known.handed_in_at is not None,
    }
