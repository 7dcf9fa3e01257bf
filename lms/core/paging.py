"""Lists that can grow are shown a page at a time, by key: the next page starts after the last row of this one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")
SIZE = 50  # rows on a page
LARGEST = 2**31 - 1  # number of a row


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the key to ask for the next (None on the last)."""

    rows: Sequence[Row]
    after: str | None = None


def after_instant(
    at: InstrumentedAttribute[Any], id: InstrumentedAttribute[int], after: str | None
) -> list[ColumnElement[bool]]:
    """Conditions for "later, in a list ordered by (at, id), than the row with this key"; a bad key means the start."""
    try:
        said, _, last = (after or "").rpartition("_")
        instant, number = datetime.fromisoformat(said).astimezone(UTC), number_in(last)
    except (ValueError, OverflowError):
        return []
    return [] if number is None else [tuple_(at, id) > (instant, number)]


def number_in(text: str | None) -> int | None:
    """The number of a row that an address names; None for what can't be one."""
    number = int(text) if text and text.isdecimal() and len(text) < 12 else 0
    return number if 0 < number <= LARGEST else None


def cut(rows: Sequence[Row], key: Callable[[Row], tuple[datetime, int]], size: int = SIZE) -> Page[Row]:
    """A page out of up to `size` + 1 rows that were asked for."""
    if len(rows) <= size:
        return Page(rows)
    instant, number = key(rows[size - 1])
    return Page(rows[:size], f"{instant.isoformat()}_{number}")


def cut_at(rows: Sequence[Row], number: Callable[[Row], int], size: int = SIZE) -> Page[Row]:
    """The same of a list that is ordered by number alone."""
    return Page(rows) if len(rows) <= size else Page(rows[:size], str(number(rows[size - 1])))


def limited(select: Select[Any], size: int = SIZE) -> Select[Any]:
    """The select for one page, and the row that tells whether there is another."""
    return select.limit(size + 1)
