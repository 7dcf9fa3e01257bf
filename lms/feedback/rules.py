"""Words and limits of feedback, and where a quoted passage stands in a text. Pure."""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MESSAGE_LIMIT = 20_000  # characters
QUOTE_LIMIT = 2_000
KEY_LIMIT = 64
FIELD_LIMIT = 200  # characters of a place in a form
LABEL_LIMIT = 500
WORDS_A_MINUTE = 200  # of somebody who reads to answer


class Anchor(StrEnum):
    """What a remark points at."""

    MOMENT = "moment"
    RANGE = "range"
    PASSAGE = "passage"
    FIELD = "field"


@dataclass(frozen=True)
class Span:
    """From `start` to before `end`, in characters of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, the marks that lie on all of it, and those of them that begin here, in the order given."""

    text: str
    marks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def find_passage(text: str, quote: str, position: int | None) -> Span | None:
    """Where the quote stands in the text: of several places the one nearest to `position`, the first of two as near.

    None if it isn't in the text. Without a position, the first place.
    """
    starts = list(_starts(text, quote)) if quote else []
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(at - (position or 0)))
    return Span(start, start + len(quote))


def pieces(text: str, spans: Sequence[tuple[int, Span]]) -> list[Piece]:
    """The text, cut where a marked span begins or ends. Joined again, the pieces are the text."""
    edges = sorted({0, len(text), *(edge for _, span in spans for edge in (span.start, span.end))})
    return [_piece(text, start, end, spans) for start, end in itertools.pairwise(edges)]


@dataclass(frozen=True)
class Material:
    """What there is to read and to play before answering: of one piece of work, or of many."""

    words: int = 0
    marked_ms: int = 0
    """The parts of the recordings that learners point at; what two parts share counts once."""
    recorded_ms: int = 0
    """The recordings as a whole."""

    @property
    def light_s(self) -> int:
        """Seconds of material for a light review: every word, and the marked parts."""
        return _reading_s(self.words) + math.ceil(self.marked_ms / 1000)

    @property
    def deep_s(self) -> int:
        """Seconds of material for a deep review: every word, and all that was recorded."""
        return _reading_s(self.words) + math.ceil(max(self.recorded_ms, self.marked_ms) / 1000)


NOTHING = Material()


def minutes(seconds: float) -> int:
    """Whole minutes that something takes, at least one for anything."""
    return max(1, math.ceil(seconds / 60))


def said_short(seconds: float) -> str:
    """What one of many takes, to the nearest minute, so that a list agrees with its sum: "under 1 min", "4 min"."""
    return "under 1 min" if seconds < 60 else f"{int(seconds / 60 + 0.5)} min"


def said_minutes(seconds: float) -> str:
    """Minutes in words, for sums: "1 minute", "48 minutes", "3 h 20 min"."""
    hours, rest = divmod(minutes(seconds), 60)
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return "1 minute" if rest == 1 else f"{rest} minutes"


def covered_ms(parts: Iterable[tuple[int, int]]) -> int:
    """How much of a recording its parts cover, each from a start to an end; what several share counts once."""
    covered = reached = 0
    for start, end in sorted(parts):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _reading_s(words: int) -> int:
    return math.ceil(words * 60 / WORDS_A_MINUTE)


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _piece(text: str, start: int, end: int, spans: Sequence[tuple[int, Span]]) -> Piece:
    on = [(mark, span) for mark, span in spans if span.start <= start and end <= span.end]
    return Piece(text[start:end], tuple(m for m, _ in on), tuple(m for m, span in on if span.start == start))
