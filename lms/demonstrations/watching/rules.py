"""What a player tells, and what of it counts as watched. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.demonstrations.watching import heat
from lms.demonstrations.watching.ranges import Ranges, first, joined, total_ms, union, without

WATCHED = 900  # permille of distinct time from which a demonstration counts as watched
FASTEST = 2  # highest speed of the player
SLACK_MS = 5_000  # what clocks and networks may differ by
RANGES_MOST = 500  # in one heartbeat
SHORTEST_MS = 250  # of what a player tells as played; anything shorter is passed over
LONGEST_MS = 24 * 3600 * 1000
OLDEST_MS = 365 * 24 * 3600 * 1000  # no heartbeat counts as from longer ago, whatever a browser’s clock says
PASS_LIMIT = 500
SESSION = re.compile(r"[\w-]{0,24}", re.ASCII)


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


def _ms(span: timedelta) -> int:
    return max(0, round(span.total_seconds() * 1000))
