"""What a room keeps of a person and can erase for good, when they ask for it.

Each room says so in its `erasing.py`, as parts; `lms.erasure` goes through them all.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select

from lms.core.db import db


@dataclass(frozen=True)
class Whose:
    """The person whose words go, and how letters and lists have called them."""

    id: int
    name: str
    email: str


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept of a person."""

    code: str
    """Its name in receipts."""
    title: str
    rows: Callable[[Whose], Select[Any]]
    """What there is: the number of each row, then what it says. Gives nothing once that is erased."""
    erase: Callable[[Whose, datetime], None]
    """Forget what the database says, in the transaction that notes it. Again is fine."""
    release: Callable[[Whose, Path, datetime], None] | None = None
    """Delete what lies outside of the database, which comes first, in transactions of its own. Again is fine."""


def counts(parts: Sequence[Part], whose: Whose) -> dict[str, int]:
    """By code, how much there is of each part. One statement."""
    columns = [
        select(func.count()).select_from(part.rows(whose).subquery()).scalar_subquery().label(part.code)
        for part in parts
    ]
    return dict(db.execute(select(*columns)).one()._mapping)


def digest(part: Part, whose: Whose) -> tuple[int, str]:
    """How many things a part holds, and one SHA-256 of them all: a line of JSON for each, in their order.

    One for all, because a digest of few words alone could be guessed from.
    """
    lines = sorted(
        json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=str) for row in db.execute(part.rows(whose))
    )
    return len(lines), sha256("\n".join(lines).encode()).hexdigest()
