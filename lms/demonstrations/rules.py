"""What plays when and from where, its chapters and words, and how somebody likes to watch. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from lms.core.timecode import timecode
from lms.videos.tracks.rules import Line

END_MS = 5_000  # so near to the end, or within its last twentieth, playing begins anew
SPEEDS = (50, 75, 100, 125, 150, 175, 200)  # percent


class CaptionSize(StrEnum):
    """How large captions are written."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    HUGE = "huge"


class CaptionLook(StrEnum):
    """How captions stand out from the picture."""

    SHADE = "shade"
    SOLID = "solid"
    YELLOW = "yellow"
    LIGHT = "light"


@dataclass(frozen=True)
class Liking:
    """How somebody likes to watch; what they have before they choose anything."""

    speed_percent: int = 100
    lines: int | None = None
    captions: str | None = None
    caption_size: CaptionSize = CaptionSize.MEDIUM
    caption_look: CaptionLook = CaptionLook.SHADE


@dataclass(frozen=True)
class Chapter:
    """Where a part of the video begins."""

    start_ms: int
    title: str


@dataclass(frozen=True)
class Opening:
    """From when until when something is open; None is no bound."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        after = self.opens_at is None or self.opens_at <= now
        return after and (self.closes_at is None or now < self.closes_at)


def opening(
    starts_at: datetime, ends_at: datetime, zone: tzinfo, days_before: int | None, days_after: int | None
) -> Opening:
    """From so many days before a class starts until so many after it ends, at the same time of day in the zone."""
    return Opening(
        None if days_before is None else _days_on(starts_at, -days_before, zone),
        None if days_after is None else _days_on(ends_at, days_after, zone),
    )


@dataclass(frozen=True)
class Part:
    """A chapter with what is said in it; without a title, what is said before the first one."""

    start_ms: int
    title: str
    lines: list[Line]


def transcript_text(heading: str, parts: Sequence[Part]) -> str:
    """A transcript to keep as plain text: chapters and lines, each with its time."""
    said = [heading]
    for part in parts:
        if part.title:
            said.append(f"{timecode(part.start_ms)} {part.title}\n" + "-" * 40)
        if part.lines:
            said.append("\n".join(f"{timecode(line.start_ms):>8}  {line.text}" for line in part.lines))
    return "\n\n".join(said) + "\n"


def chapters_in(chapters: Sequence[Sequence[Any]], authored_s: int, duration_ms: int) -> list[Chapter]:
    """The authored chapters, [[second, title], …], in a video of this length.

    In one too short to hold them all, a placeholder say, they lie as far apart as they can, in proportion.
    """
    scale = duration_ms / authored_s if are_estimated(chapters, duration_ms) else 1000.0
    return [Chapter(int(second * scale), title) for second, title in chapters]


def are_estimated(chapters: Sequence[Sequence[Any]], duration_ms: int) -> bool:
    """Whether the authored chapters don't fit into a video of this length, so that their times are a guess."""
    return any(second * 1000 >= duration_ms for second, _ in chapters)


def by_chapter(lines: Sequence[Line], chapters: Sequence[Chapter]) -> list[Part]:
    """What is said, under the chapter in which it begins. Chapters in which nobody speaks are there, too."""
    parts = [Part(chapter.start_ms, chapter.title, []) for chapter in chapters]
    if lines and (not parts or lines[0].start_ms < parts[0].start_ms):
        parts.insert(0, Part(0, "", []))
    for line in lines:
        here = next(part for part in reversed(parts) if part.start_ms <= line.start_ms)
        here.lines.append(line)
    return parts


def begins_at(asked: str | None, position_ms: int, duration_ms: int) -> int:
    """Where playing begins: at the second that an address asks for (`?t=83`), else where it was left."""
    found = asked_ms(asked, duration_ms)
    return goes_on_at(position_ms, duration_ms) if found is None else found


def asked_ms(asked: str | None, duration_ms: int) -> int | None:
    """The second that an address asks for, within the video; None where it asks for none."""
    if asked and asked.isascii() and asked.isdecimal() and len(asked) < 7:
        return min(int(asked) * 1000, max(0, duration_ms - 1000))
    return None


def goes_on_at(position_ms: int, duration_ms: int) -> int:
    """Where playing begins for somebody who was at `position_ms`."""
    return position_ms if position_ms < duration_ms - min(END_MS, duration_ms // 20) else 0


def _days_on(at: datetime, days: int, zone: tzinfo) -> datetime:
    local = at.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), zone).astimezone(UTC)
