"""The eighteen kinds of identifiers, marks of them, and which work is looked at for them. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lms.program.rules import PracticeKind

SHOWN_MOST = 50  # marks of one field
CHECKED = frozenset({PracticeKind.WORKSHEET, PracticeKind.TEMPLATE})
"""What is written about cases and clients. A learning plan is about its author, who may say where they live."""


class Kind(IntEnum):
    """Kinds of identifiers, numbered as the letters A to R of 45 CFR 164.514(b)(2)(i)."""

    NAME = 1
    PLACE = 2
    DATE = 3
    PHONE = 4
    FAX = 5
    EMAIL = 6
    SOCIAL_SECURITY = 7
    RECORD = 8
    HEALTH_PLAN = 9
    ACCOUNT = 10
    LICENSE = 11
    VEHICLE = 12
    DEVICE = 13
    WEB = 14
    IP = 15
    BIOMETRIC = 16
    IMAGE = 17
    OTHER = 18

    @property
    def title(self) -> str:
        return TITLES[self]


TITLES: Mapping[Kind, str] = {
    Kind.NAME: "name",
    Kind.PLACE: "place smaller than a state",
    Kind.DATE: "date or age",
    Kind.PHONE: "telephone number",
    Kind.FAX: "fax number",
    Kind.EMAIL: "e-mail address",
    Kind.SOCIAL_SECURITY: "social security number",
    Kind.RECORD: "medical record number",
    Kind.HEALTH_PLAN: "health-plan number",
    Kind.ACCOUNT: "account number",
    Kind.LICENSE: "certificate or license number",
    Kind.VEHICLE: "vehicle or plate",
    Kind.DEVICE: "device or serial number",
    Kind.WEB: "web address",
    Kind.IP: "IP address",
    Kind.BIOMETRIC: "finger, voice or eye print",
    Kind.IMAGE: "picture of a face",
    Kind.OTHER: "other code or trait",
}


@dataclass(frozen=True, order=True)
class Mark:
    """A stretch of a text that reads like an identifier. `start` and `end` count characters as Python does."""

    start: int
    end: int
    kind: Kind
    reason: str
    """One sentence for the author."""
    replacement: str
    """What could stand there instead."""


def apart(found: Iterable[tuple[int, Mark]]) -> list[Mark]:
    """The marks that stay where some overlap, in order of the text: the lower rank first, then the longer."""
    best = sorted(found, key=lambda one: (one[0], one[1].start - one[1].end, one[1].start))
    taken: set[int] = set()
    kept = []
    for _, mark in best:
        if mark.start not in taken and mark.end - 1 not in taken:
            span = range(mark.start, mark.end)
            if taken.isdisjoint(span):
                taken.update(span)
                kept.append(mark)
    return sorted(kept)


def counts(marks: Iterable[Mark]) -> dict[str, int]:
    """How many there are of each kind, by the kind's number; what a confirmation keeps."""
    found = Counter(mark.kind for mark in marks)
    return {str(kind.value): found[kind] for kind in sorted(found)}


def seen(texts: Sequence[str], marks: Sequence[Sequence[Mark]]) -> str:
    """What a confirmation sends along, so that it is of these very marks: SHA-256 in hex over kinds and marked words.

    Where they stand doesn't matter: whoever goes on writing confirms nothing twice. "" where nothing is marked.
    """
    words = sorted(
        f"{mark.kind.value}\0{text[mark.start : mark.end]}"
        for text, found in zip(texts, marks, strict=True)
        for mark in found
    )
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest() if words else ""


def in_utf16(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where marks lie as browsers count: in units of UTF-16. One walk through the text."""
    places = sorted({place for mark in marks for place in (mark.start, mark.end)})
    units, at, counted = {}, 0, 0
    for place in places:
        counted += len(text[at:place].encode("utf-16-le", "surrogatepass")) // 2
        units[place], at = counted, place
    return [(units[mark.start], units[mark.end]) for mark in marks]
