"""What a sheet is made of. Pure; no format knows more of a document than this."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

NOT_ANSWERED = "Not answered"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_SHOWN = {"Cc", "Cs"}
"""Controls and half characters: neither XML 1.0 (section 2.2) nor a page can hold them."""


class Shape(StrEnum):
    """How an answer looks, or the room that is left for it."""

    LINE = "line"
    AREA = "area"
    ONE_OF = "one-of"
    MANY_OF = "many-of"
    WORKED_OUT = "worked-out"
    SAID = "said"
    """Nothing is asked: an instruction."""


@dataclass(frozen=True)
class Option:
    text: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Entry:
    """One field: its label with what was answered."""

    at: str
    label: str
    shape: Shape
    text: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    """Said to whoever fills in a blank: unit, help, when it is asked."""

    @property
    def is_answered(self) -> bool:
        return bool(self.text) or any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Cell:
    at: str
    text: str = ""
    options: tuple[str, ...] = ()
    """Of a blank one: what can be chosen."""


@dataclass(frozen=True)
class Grid:
    """The rows of a repeat; its heads say the units."""

    at: str
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hint: str = ""


Block: TypeAlias = Entry | Grid


@dataclass(frozen=True)
class Part:
    """Blocks under one heading, or under none."""

    title: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Fact:
    """Something known of the whole document: its version, when it was handed in, whose role wrote it."""

    label: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """All that stands on a document, in reading order."""

    title: str
    header: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    signatures: tuple[Fact, ...] = ()
    """Who signs, and what was signed; a blank one is a line to sign on."""
    is_blank: bool = False
    author: str = ""

    @property
    def size(self) -> int:
        """Characters, and a hundred for each block or cell: what writing it out costs."""
        return sum(_size(block) for part in self.parts for block in part.blocks)


def clean(text: str) -> str:
    """A text as every format can hold it: line ends are \\n, a tab is four spaces, what can't be shown is gone."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", "    ")
    return "".join(char for char in text if char == "\n" or _is_shown(char))


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in _NOT_SHOWN and ord(char) & 0xFFFE != 0xFFFE


def is_rtl(text: str) -> bool:
    """Whether a text runs from right to left: its first strong character does (UAX 9, rules P2 and P3)."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _size(block: Block) -> int:
    if isinstance(block, Entry):
        return 100 + len(block.text) + sum(100 + len(option.text) for option in block.options)
    return 100 + sum(100 + len(cell.text) for row in block.rows for cell in row)
