"""Words and limits of decisions. Pure."""

from enum import StrEnum

WORDS_LIMIT = 2_000  # characters
REASON_LIMIT = 1_000


class Verdict(StrEnum):
    """What a trainer decides about a document."""

    RETURNED = "returned"
    APPROVED = "approved"


def told(verdict: Verdict, words: str) -> str:
    """The decision as the conversation says it, Markdown."""
    start = "**Approved.**" if verdict is Verdict.APPROVED else "**Returned for changes.**"
    return f"{start} {words}".strip()
