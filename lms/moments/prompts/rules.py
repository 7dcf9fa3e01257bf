"""Limits of prompts, how they are answered, and what their assignments are called. Pure."""

import hashlib
from enum import StrEnum

QUESTION_LIMIT = 1_000  # characters
EXPERT_LIMIT = 8_000
ANSWER_LIMIT = 8_000
PROMPTS_MOST = 30  # of one cohort at one demonstration
MINUTES = 2  # that one takes, as its assignment says


class AnsweredBy(StrEnum):
    """How a prompt asks to be answered. Where a voice is asked for, words suffice as well: not everybody can record."""

    EITHER = "either"
    VOICE = "voice"
    TEXT = "text"


def asked(question: str, answered_by: AnsweredBy) -> str:
    """Tells one wording of a prompt from another: what an answer refers to."""
    return hashlib.sha256(f"{answered_by} {question}".encode()).hexdigest()[:16]


def slug(cohort_id: int, key: str) -> str:
    """The short name of the assignment of a prompt that arrived under this key: one that no folder can have."""
    return f"pinned.{cohort_id}.{hashlib.sha256(key.encode()).hexdigest()[:32]}"
