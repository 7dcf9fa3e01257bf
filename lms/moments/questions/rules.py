"""Limits of questions and answers, and since when one waits. Pure."""

from datetime import datetime

TEXT_LIMIT = 8_000  # characters
ANSWERS_MOST = 60  # to one question


def waiting_since(
    asked_at: datetime, is_accepted: bool, has_trainers_answer: bool, is_removed: bool = False
) -> datetime | None:
    """Since when a question waits for a trainer; not once one has answered, or the asker has what they need."""
    return None if is_accepted or has_trainers_answer or is_removed else asked_at
