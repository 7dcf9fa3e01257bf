"""What is sought, and where it stands in a text. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.videos.tracks.rules import fold

QUERY_LIMIT = 100  # characters
WORDS_MOST = 8
AROUND = 160  # characters of a long text that are shown around the first word found

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it was sought."""

    text: str
    is_found: bool


def words_of(query: str) -> list[str]:
    """The words to be found, as `fold` leaves them; single Latin letters are everywhere, so they don't count."""
    found = dict.fromkeys(_WORD.findall(fold(query[:QUERY_LIMIT])))
    return [word for word in found if len(word) > 1 or word.isdecimal() or not word.isascii()][:WORDS_MOST]


def has_all(text: str, words: Sequence[str]) -> bool:
    """Whether each word stands somewhere in the text."""
    folded = fold(text)
    return all(word in folded for word in words)


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces, each that was sought a piece of its own, cut around the first one where it is long."""
    spans = list(_spans(text, words))
    start, end = _window(text, spans)
    pieces, at = ([Piece("… ", False)] if start else []), start
    for begin, stop in spans:
        if begin >= end or stop <= at:
            continue
        pieces += [Piece(text[at:begin], False), Piece(text[begin:stop], True)]
        at = stop
    pieces.append(Piece(text[at : max(at, end)] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= 2 * AROUND:
        return 0, len(text)
    first = spans[0][0] if spans else 0
    start = text.rfind(" ", 0, max(1, first - AROUND)) + 1 if first > AROUND else 0
    space = text.find(" ", first + AROUND)
    return start, space if space > 0 else len(text)


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand in the text itself, in order, apart. A letter may fold into none or several."""
    folded, places = "", []
    for place, letter in enumerate(text):
        part = fold(letter)
        folded += part
        places += [place] * len(part)
    found = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for word in words
        for match in re.finditer(re.escape(word), folded)
    )
    last = 0
    for begin, stop in found:
        if begin >= last:
            yield begin, stop
            last = stop
