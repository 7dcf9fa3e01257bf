"""What counts as watched. Pure: ranges are [[from_ms, to_ms], …]; kept ones are sorted and apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from lms.demonstrations import heat
from lms.videos.tracks.rules import Line

WATCHED = 900  # permille of distinct time from which a demonstration counts as watched
FASTEST = 2  # highest speed of the player
SLACK_MS = 5_000  # what clocks and networks may differ by
RANGES_MOST = 500  # in one heartbeat
SHORTEST_MS = 250  # of what a player tells as played; anything shorter is passed over
KEPT_MOST = 300  # ranges that are kept of one person's watching
END_MS = 5_000  # so near to the end, or within its last twentieth, playing begins anew
LONGEST_MS = 24 * 3600 * 1000
SPEEDS = (50, 75, 100, 125, 150, 175, 200)  # percent
PASS_LIMIT = 500
SESSION = re.compile(r"[\w-]{0,24}", re.ASCII)
LANGUAGE_LIMIT = 35  # characters of a BCP 47 tag, RFC 5646 section 4.4.1

Range = Sequence[int]
Ranges = list[list[int]]
CONTINUES = timedelta(minutes=5)  # so long after its last heartbeat, playing again goes on with the same viewing
OLDEST_MS = 365 * 24 * 3600 * 1000  # no heartbeat counts as from longer ago, whatever a browser’s clock says
OLD_BEAT_MS = 60_000  # a heartbeat from longer ago tells of watching, but of no viewing that goes on


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
class Beat:
    """What a player tells: where it stands, what it has played since its page was opened, and how long ago that was."""

    position_ms: int
    ranges: Ranges
    age_ms: int = 0
    watch_pass: str = ""
    """Of the page on which it was played, where another one tells it later."""
    session: str = ""
    """Of one player on one opened page; "" for one that doesn't say."""
    plays: str = ""
    """How often it has played each stretch of the video, a digit each (heat.py)."""


@dataclass(frozen=True)
class Watched:
    """What is kept of one person's watching."""

    position_ms: int
    ranges: Ranges
    permille: int
    started_at: datetime
    beat_at: datetime
    """When the last heartbeat came."""
    seen_at: datetime
    """Of what moment the position is."""


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


def clock(ms: int) -> str:
    """A moment as people write it: 1:02, 1:01:02."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def transcript_text(heading: str, parts: Sequence[Part]) -> str:
    """A transcript to keep as plain text: chapters and lines, each with its time."""
    said = [heading]
    for part in parts:
        if part.title:
            said.append(f"{clock(part.start_ms)} {part.title}\n" + "-" * 40)
        if part.lines:
            said.append("\n".join(f"{clock(line.start_ms):>8}  {line.text}" for line in part.lines))
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


def beat_from(said: object) -> Beat | None:
    """The heartbeat that a player sent as JSON; None for anything that isn't one."""
    if not isinstance(said, dict):
        return None
    texts = [said.get(name, "") for name in ("watch_pass", "session", "plays")]
    if not all(isinstance(text, str) for text in texts):
        return None
    watch_pass, session, plays = texts
    if len(watch_pass) > PASS_LIMIT or not SESSION.fullmatch(session) or not heat.are_plays(plays):
        return None
    ranges = said.get("ranges")
    if not isinstance(ranges, list) or len(ranges) > RANGES_MOST:
        return None
    numbers, age_ms = [said.get("position_ms")], said.get("age_ms", 0)
    if type(age_ms) is not int or age_ms < 0:
        return None
    for pair in ranges:
        if not isinstance(pair, list) or len(pair) != 2:
            return None
        numbers += pair
    if not all(type(number) is int and 0 <= number <= LONGEST_MS for number in numbers):
        return None
    return Beat(said["position_ms"], ranges, min(age_ms, OLDEST_MS), watch_pass, session, plays)


def union(ranges: Iterable[Range], duration_ms: int) -> Ranges:
    """The same time without overlaps, sorted, inside the duration. The order and repetition of ranges don't matter."""
    apart: Ranges = []
    for start, end in sorted((max(0, start), min(end, duration_ms)) for start, end in ranges):
        if start >= end:
            continue
        if apart and start <= apart[-1][1]:
            apart[-1][1] = max(apart[-1][1], end)
        else:
            apart.append([start, end])
    return apart


def total_ms(ranges: Iterable[Range]) -> int:
    """How much time ranges that lie apart hold."""
    return sum(end - start for start, end in ranges)


def without(ranges: Ranges, known: Ranges) -> Ranges:
    """The parts of the ranges that aren't known yet. Both sorted and apart, so one walk along both is enough."""
    left: Ranges = []
    at = 0
    for start, end in ranges:
        while at < len(known) and known[at][1] <= start:
            at += 1
        while at < len(known) and known[at][0] < end:
            if known[at][0] > start:
                left.append([start, known[at][0]])
            start = max(start, known[at][1])
            if start >= end:
                break
            at += 1
        if start < end:
            left.append([start, end])
    return left


def joined(known: Ranges, new: Ranges, duration_ms: int) -> Ranges:
    """Both together, in no more ranges than are kept: what goes on from the known counts, of others the first."""
    edges = {edge for pair in known for edge in pair}
    going_on = [pair for pair in new if not edges.isdisjoint(pair)]
    others = [pair for pair in new if edges.isdisjoint(pair)]
    return union([*known, *going_on, *others[: max(0, KEPT_MOST - len(known))]], duration_ms)


def first(ranges: Ranges, most_ms: int) -> Ranges:
    """The first `most_ms` of the ranges."""
    taken: Ranges = []
    for start, end in ranges:
        end = min(end, start + most_ms)
        if start < end:
            taken.append([start, end])
            most_ms -= end - start
    return taken


def playable_ms(since: datetime, now: datetime) -> int:
    """How much the fastest player can have played since then."""
    return FASTEST * _ms(now - since) + SLACK_MS


def begin(now: datetime) -> Watched:
    """Before the first heartbeat."""
    return Watched(0, [], 0, started_at=now, beat_at=now, seen_at=datetime.min.replace(tzinfo=now.tzinfo))


def hear(
    watched: Watched,
    beat: Beat,
    duration_ms: int,
    now: datetime,
    opened_at: datetime | None = None,
    until: datetime | None = None,
) -> Watched:
    """What is kept after a heartbeat of a player whose page was opened then (None: nobody knows, so just now).

    `until`: when it may have played last, for one that may not play any more.

    Of one player no more is taken in than it can have played since its page was opened, and in all no more than since
    the first page was. Neither depends on which heartbeat came before: whatever order they come in, however late and
    however often, what is kept is the union. Time never shrinks; a position from longer ago replaces no newer one.
    """
    until = min(now, until or now)
    opened_at = min(now, opened_at or now)
    started_at = min(watched.started_at, opened_at)
    known = union(watched.ranges, duration_ms)
    told = [pair for pair in union(beat.ranges, duration_ms) if pair[1] - pair[0] >= SHORTEST_MS]
    told = first(told, playable_ms(opened_at, until))
    new = first(without(told, known), max(0, playable_ms(started_at, until) - total_ms(known)))
    ranges = joined(known, new, duration_ms)
    seen_at = now - timedelta(milliseconds=beat.age_ms)
    is_newer = seen_at >= watched.seen_at
    return Watched(
        position_ms=min(beat.position_ms, duration_ms) if is_newer else watched.position_ms,
        ranges=ranges,
        permille=max(watched.permille, min(1000, 1000 * total_ms(ranges) // max(1, duration_ms))),
        started_at=started_at,
        beat_at=now,
        seen_at=max(seen_at, watched.seen_at),
    )


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


def _ms(span: timedelta) -> int:
    return max(0, round(span.total_seconds() * 1000))
