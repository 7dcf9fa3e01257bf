"""Limits of questions and answers, and since when one waits. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

TEXT_LIMIT = 8_000  # characters
ANSWERS_MOST = 60  # to one question
EDITS_MOST = 20  # of one text


def waiting_since(asked_at: datetime, is_accepted: bool, has_trainers_answer: bool) -> datetime | None:
    """Since when a question waits for a trainer; not once one has answered, or the asker has what they need."""
    return None if is_accepted or has_trainers_answer else asked_at


def earlier_with(earlier: Sequence[Any], text: str, now: datetime) -> list[Any]:
    """The earlier words of a text, with those that end now: [[words, until], …], oldest first."""
    return [*earlier, [text, now.isoformat()]]
