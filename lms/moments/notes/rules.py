"""Limits of notes, and notes as text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from lms.core.timecode import timecode

NOTE_LIMIT = 4_000  # characters
NOTES_MOST = 300  # of one person at one demonstration
UNDONE_WITHIN = timedelta(hours=1)  # so long a note that was removed can come back


@dataclass(frozen=True)
class Line:
    """A note as it is written out."""

    at_ms: int
    text: str


def as_text(heading: str, lines: Sequence[Line]) -> str:
    """Notes of one demonstration, each with its time, lines of one note under each other."""
    said = [f"{timecode(line.at_ms):>8}  " + line.text.replace("\n", "\n" + " " * 10) for line in lines]
    return "\n".join([heading, "-" * 40, *said]) + "\n"
