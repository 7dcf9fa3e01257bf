"""The check itself: text in, marks out."""

import re
from collections.abc import Iterable

from lms.documents.identifiers.dates import dates
from lms.documents.identifiers.names import names
from lms.documents.identifiers.numbers import numbers
from lms.documents.identifiers.places import places
from lms.documents.identifiers.plain import plain
from lms.documents.identifiers.rules import Mark, apart

_WORD = re.compile(r"[A-Za-z]+")


def marks(text: str, allowed: Iterable[str] = (), year: int | None = None) -> list[Mark]:
    """What in the text reads like an identifier, in order, nothing overlapping. Time grows with the length of the text.

    `allowed`: names of invented people, in any writing, that a case itself brings. `year`: this one, to tell which years
    of birth make somebody older than 89.
    """
    read, where = plain(text)
    words = frozenset(word.lower() for name in allowed for word in _WORD.findall(plain(name)[0]))
    found = apart([*numbers(read), *dates(read, year), *places(read), *names(read, words)])
    return found if where is None else [_back(mark, where) for mark in found]


def _back(mark: Mark, where: list[int]) -> Mark:
    return Mark(where[mark.start], where[mark.end - 1] + 1, mark.kind, mark.reason, mark.replacement)
