"""Words that people say to one another: what becomes of them when they are edited or taken away. Pure.

Shared by rooms that stand on one line and don't know each other.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

EDITS_MOST = 20  # of one text
CHANGED = "This was changed in another window after you had opened it here."
STANDS_ABOVE = f"{CHANGED} Its words there stand above; yours are still in the form, and saving again takes yours."
BOTH_ARE_HERE = f"{CHANGED} Both are here: take over what you want to keep, and save again."


class Remover(StrEnum):
    """As what somebody took words away: whoever reads the page is told so, and not the name."""

    AUTHOR = "author"
    TRAINER = "trainer"
    COORDINATOR = "coordinator"


def remover(is_author: bool, teaches: bool) -> Remover:
    """As what somebody who may removes words; one's own are taken back, whatever else one is."""
    if is_author:
        return Remover.AUTHOR
    return Remover.TRAINER if teaches else Remover.COORDINATOR


def earlier_with(earlier: Sequence[Any], text: str, now: datetime) -> list[Any]:
    """The earlier words of a text, with those that end now: [[words, until], …], oldest first."""
    return [*earlier, [text, now.isoformat()]]
