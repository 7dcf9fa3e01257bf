"""What every search here gives: marks with a rank, and the words around them."""

import re
from collections.abc import Iterator

from lms.documents.identifiers.rules import Kind, Mark

Found = Iterator[tuple[int, Mark]]
"""Marks, each with its rank: where two overlap, the lower one stays."""

FORM, LABELED, LIKELY, GUESSED = range(4)
"""How sure a search is: a form of its own, a word that says what it is, a likely look, a guess."""

UNITS = (
    r"(?:mg|mcg|µg|ug|g|kg|lbs?|pounds?|ml|l|mm ?hg|mmol|meq|units?|iu|bpm|beats|breaths|cm|mm|m|km|miles?|kcal|"
    r"cal(?:ories)?|steps?|ms|sec(?:onds?)?|s|min(?:utes?)?|h|hrs?|hours?|days?|weeks?|months?|years?|points?|percent|"
    r"dollars?|usd|eur|euros|participants?|patients?|people|adults?|veterans|words?|characters?|cells|times|x|hz|%)"
)
IS_MEASURE = re.compile(rf"[ -]?{UNITS}(?![A-Za-z])", re.IGNORECASE)


def is_measured(text: str, end: int) -> bool:
    """Whether a unit follows, so that a number counts or measures something."""
    return IS_MEASURE.match(text, end, end + 16) is not None


def mark(start: int, end: int, kind: Kind, reason: str, replacement: str) -> Mark:
    return Mark(start, end, kind, reason, replacement)
