"""What captions and chapters are made of: cues, the faults of a file of them, and the limits. Pure.

A cue's text is WebVTT's: it may hold tags (`<v Ana>`, `<i>`) and the references `&amp;`, `&lt;`, `&gt;`.
"""

import re
from dataclasses import dataclass
from html import unescape

BYTES_MOST = 2 * 1024 * 1024  # of a file
CUES_MOST = 20_000
TEXT_MOST = 2_000  # characters of one cue
HOURS_MOST = 99

_TAG = re.compile(r"<(?:/?(?:c|i|b|u|v|lang|ruby|rt)(?:[.\s][^<>]*)?|(?:\d+:)?\d\d:\d\d\.\d{3})>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]+)>")


@dataclass(frozen=True)
class Cue:
    """Something that is said, or a chapter, from `start_ms` until `end_ms`."""

    start_ms: int
    end_ms: int
    text: str
    name: str = ""
    """The cue's identifier in its file."""
    settings: str = ""
    """Where it stands on the picture, in WebVTT's words; kept, never read."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, at which line (from 1), as a sentence. A warning doesn't keep it from being used."""

    line: int
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Captions:
    """A file of cues, in the order of their beginnings, with all that was found wrong with it."""

    cues: tuple[Cue, ...] = ()
    head: str = ""
    """Its comments, styles and regions as they stood, blocks parted by an empty line."""
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> list[Fault]:
        """What keeps it from being used."""
        return [fault for fault in self.faults if not fault.is_warning]


def clean(text: str) -> str:
    """Text as a cue may hold it: no empty line, no arrow, and `<` only where a tag begins."""
    lines = (line.strip() for line in text.replace("\0", "\ufffd").splitlines())
    kept = "\n".join(line for line in lines if line)
    pieces, at = [], 0
    for tag in _TAG.finditer(kept):
        pieces += [kept[at : tag.start()].replace("<", "&lt;").replace("-->", "--&gt;"), tag[0]]
        at = tag.end()
    return "".join([*pieces, kept[at:].replace("<", "&lt;").replace("-->", "--&gt;")])


def plain(text: str) -> str:
    """The words alone, on one line: a voice becomes "Ana: …"; other tags and references are resolved."""
    voiced = _VOICE.sub(lambda voice: f"{voice[1].strip()}: ", text)
    return " ".join(unescape(_TAG.sub("", voiced)).split())


def order(timed: list[tuple[int, Cue]]) -> tuple[list[Cue], list[Fault]]:
    """Cues with the lines of their times, sorted by when they begin, and what their order makes doubtful."""
    faults = []
    ordered = sorted(timed, key=lambda one: (one[1].start_ms, one[1].end_ms))
    last: tuple[int, Cue] | None = None
    for line, cue in ordered:
        if last and cue.start_ms < last[1].end_ms:
            faults.append(Fault(line, f"This begins before the one at line {last[0]} ends.", is_warning=True))
        if last is None or cue.end_ms > last[1].end_ms:
            last = (line, cue)
    return [cue for _, cue in ordered], faults
