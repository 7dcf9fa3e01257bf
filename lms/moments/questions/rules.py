"""Limits of questions and answers, who takes them away, and since when one waits. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

TEXT_LIMIT = 8_000  # characters
ANSWERS_MOST = 60  # to one question
EDITS_MOST = 20  # of one text


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


def waiting_since(
    asked_at: datetime, is_accepted: bool, has_trainers_answer: bool, is_removed: bool = False
) -> datetime | None:
    """Since when a question waits for a trainer; not once one has answered, or the asker has what they need."""
    return None if is_accepted or has_trainers_answer or is_removed else asked_at


def earlier_with(earlier: Sequence[Any], text: str, now: datetime) -> list[Any]:
    """The earlier words of a text, with those that end now: [[words, until], …], oldest first."""
    return [*earlier, [text, now.isoformat()]]
