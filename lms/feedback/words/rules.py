"""Why words are taken away, and which of them a quote stands in. Pure."""

from enum import StrEnum

TAKEN_AWAY = "(taken away)"


class Why(StrEnum):
    """The reason that whoever takes words away gives. The audit log keeps it as a code."""

    CLIENT = "client"
    MISPLACED = "misplaced"
    HURTFUL = "hurtful"
    ASKED = "asked"
    OTHER = "other"


SAID = {
    Why.CLIENT: "It shows who a client is",
    Why.MISPLACED: "It was sent to the wrong place",
    Why.HURTFUL: "It hurts somebody",
    Why.ASKED: "Somebody asked for it",
    Why.OTHER: "Something else",
}


def without_quotes(text: str, quotes: list[str]) -> str:
    """A text with what it quotes of somebody's work left out; the longest first, as one may hold another."""
    for quote in sorted(quotes, key=len, reverse=True):
        text = text.replace(f"“{quote}”", f"“{TAKEN_AWAY}”")
    return text
