"""Limits and placeholders of phrases, and whose names they seem to hold. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from lms.videos.tracks.rules import fold

PHRASE_LIMIT = 1_000  # characters
PHRASES_MOST = 500  # of one trainer
LISTED_MOST = 500  # at the desk, the most used first
UNDONE_WITHIN = timedelta(hours=1)  # so long a phrase that was removed can come back

_PLACE = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"\w+")


class Placeholder(StrEnum):
    """What is filled in when a phrase is inserted."""

    NAME = "name"
    CLASS = "class"
    WORK = "work"
    MOMENT = "moment"

    @property
    def written(self) -> str:
        return f"{{{self.value}}}"


MEANINGS = {
    Placeholder.NAME: "the learner’s first name",
    Placeholder.CLASS: "the class, as in “class 3”",
    Placeholder.WORK: "the title of the work",
    Placeholder.MOMENT: "the moment that the remark is about, as in “3:12”",
}


@dataclass(frozen=True)
class Naming:
    """Words of a text that are somebody's name: the whole of it, or a part that may be an ordinary word as well."""

    words: str
    is_whole: bool


def tidied(text: str) -> str:
    """A phrase as it is kept: without spaces around, its placeholders without spaces and capitals inside."""
    known = set(Placeholder)

    def plain(found: re.Match[str]) -> str:
        name = found[1].strip().lower()
        return f"{{{name}}}" if name in known else found[0]

    return _PLACE.sub(plain, text.strip())


def placeholder_fault(text: str) -> str | None:
    """Why a (tidied) phrase can't be filled in, a sentence, or None."""
    unknown = [found for found in _PLACE.findall(text) if found not in set(Placeholder)]
    if not unknown:
        return None
    known = ", ".join(each.written for each in Placeholder)
    return f"Nothing is known that {{{unknown[0]}}} could stand for. What is filled in: {known}."


def first_name(name: str) -> str:
    """What somebody is called in a sentence: without titles in front, like "Dr."."""
    words = name.split()
    return next((word for word in words if not word.endswith(".")), words[0] if words else "")


def naming(text: str, names: Iterable[str], before: str = "") -> Naming | None:
    """Whose name a text seems to hold, of these; None for nobody's.

    A whole name is found in any spelling, a part of one as it is written: "will" is a word, "Will" may be somebody.
    `before` is the name of whoever was before the trainer's eyes, whose parts are found in any spelling, too.
    """
    people = [before, *names] if before else list(names)
    folded = " ".join(_WORD.findall(fold(text)))
    for name in people:
        whole = " ".join(_WORD.findall(fold(name)))
        if " " in whole and f" {whole} " in f" {folded} ":
            return Naming(name, True)
    words, any_case = set(_WORD.findall(text)), set(folded.split())
    parts = [part for name in people for part in _parts(name)]
    found = [part for part in parts if part in words]
    found += [part for part in _parts(before) if fold(part) in any_case]
    return Naming(found[0], False) if found else None


def _parts(name: str) -> list[str]:
    """The words of a name that tell somebody: not "de" and "van", no initials."""
    return [part for part in _WORD.findall(name) if len(part) > 1 and not part[0].islower()]
