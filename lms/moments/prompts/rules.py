"""Limits of prompts, and what their assignments are called. Pure."""

import hashlib

QUESTION_LIMIT = 1_000  # characters
EXPERT_LIMIT = 8_000
ANSWER_LIMIT = 8_000
PROMPTS_MOST = 30  # of one cohort at one demonstration
MINUTES = 2  # that one takes, as its assignment says


def slug(cohort_id: int, key: str) -> str:
    """The short name of the assignment of a prompt that arrived under this key: one that no folder can have."""
    return f"pinned.{cohort_id}.{hashlib.sha256(key.encode()).hexdigest()[:32]}"
