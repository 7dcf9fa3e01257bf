"""Where in a recording a moment of the shared clock lies. Pure; lib/lining-up.ts moves moments alike in browsers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.core.timecode import ms_of, timecode

SLUG = "role-play.recording"
"""The short name of the assignment that a class has for recordings of its role play where its home practice asks for
none: one that no folder can have."""
TITLE = "Recording of the role play"
MINUTES = 10  # that a trainer is thought to need for it
BEFORE_MS, AFTER_MS = 15_000, 10_000
"""What is played of a marker: whoever taps does so once they have seen it."""
FARTHEST_MS = 12 * 3_600_000
MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Point:
    """An observer's marker, in a recording."""

    after_ms: int
    """Since the shared clock started, with its pauses: the recording runs on through them."""
    starts_ms: int
    """Of the recording, when the clock started; below zero where the recording began later."""
    label: str
    turn: int
    """From 0."""
    observer: str
    therapist: str

    @property
    def at_ms(self) -> int:
        """Of the recording; below zero where it had not begun yet."""
        return self.starts_ms + self.after_ms

    @property
    def start_ms(self) -> int:
        """From where it is played."""
        return max(0, self.at_ms - BEFORE_MS)

    @property
    def end_ms(self) -> int:
        return max(0, self.at_ms) + AFTER_MS

    def is_in(self, length_ms: int | None) -> bool:
        """Whether a recording of that length (None: not known yet) holds it."""
        return self.at_ms >= 0 and (length_ms is None or self.at_ms <= length_ms)


def starts_ms(began_at: datetime, started_at: datetime | None) -> int | None:
    """At which of its moments a recording that was begun in the room shows the start of the clock; None where that is
    no guess worth making: the clock hasn't started, or started at quite another time."""
    if started_at is None:
        return None
    found = (started_at - began_at) // MS
    return found if abs(found) <= FARTHEST_MS else None


def said(ms: int) -> str:
    """A moment that may lie before the recording: "1:05", "-0:20"."""
    return f"-{timecode(-ms)}" if ms <= -1000 else timecode(max(0, ms))


def meant(text: str) -> int | None:
    """Milliseconds that such a text means; None for what means nothing, or lies farther than any role play lasts."""
    typed = text.strip().replace("−", "-").replace("–", "-")
    found = ms_of(typed.removeprefix("-"))
    if found is None or found > FARTHEST_MS:
        return None
    return -found if typed.startswith("-") else found
