"""How often each moment of a video was played. Pure: a digit for each stretch of ten seconds, "9" for nine and more.

A player tells all that it has played since its page was opened, so the highest digit that was heard is what counts:
the order and repetition of heartbeats don't matter.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.core.timecode import timecode

STRETCH_MS = 10_000
COUNTED_FOR = timedelta(days=7)  # so long after its page was opened, what a player has played is taken in
FOLDED_AFTER = COUNTED_FOR + timedelta(hours=1)  # by then whatever was heard in time has been written down
OWN_MOST = 40  # players of one person at one demonstration that are taken in at a time: more can’t be meant
NEARLY = 0.8  # of the highest count: what is played so often belongs to the part that stands out
_PLAYS = re.compile(r"[0-9]{0,8640}")  # of a day: longer than any video


@dataclass(frozen=True)
class Stretch:
    """A part of a video and how often it was played, in all."""

    start_ms: int
    end_ms: int
    plays: int


def are_plays(text: str) -> bool:
    """Whether a player can have said this."""
    return _PLAYS.fullmatch(text) is not None


def heard(kept: str, told: str, duration_ms: int) -> str:
    """What is kept of one player after it told this: of each stretch the higher count, none beyond the video."""
    told = told[: -(-duration_ms // STRETCH_MS)]
    shorter, longer = sorted((kept, told), key=len)
    return "".join(map(max, shorter, longer)) + longer[len(shorter) :]


def is_counted(opened_at: datetime | None, now: datetime) -> bool:
    """Whether a player of a page that was opened then is still taken in; one that doesn't say since when is not.

    Whatever was counted before stays: what a player says of itself afterwards can't count a second time.
    """
    return opened_at is not None and now < opened_at + COUNTED_FOR


def folded(counts: Sequence[int], plays: Iterable[str]) -> list[int]:
    """What was counted of each stretch, and what these players have played of it, in one."""
    sums = list(counts)
    for each in plays:
        sums += [0] * (len(each) - len(sums))
        for place, digit in enumerate(each):
            sums[place] += int(digit)
    return sums


def added(plays: Iterable[str], duration_ms: int, counts: Sequence[int] = ()) -> list[Stretch]:
    """The stretches of a video, with what all players have played of each; `counts` is of those that were folded."""
    most = -(-duration_ms // STRETCH_MS)
    counts = folded([*counts[:most], *[0] * (most - len(counts))], (each[:most] for each in plays))
    return [
        Stretch(place * STRETCH_MS, min(duration_ms, (place + 1) * STRETCH_MS), count)
        for place, count in enumerate(counts)
    ]


def peak(stretches: Sequence[Stretch], least: int = 2) -> Stretch | None:
    """The part around what was played most often, if that is at least so often, and not simply everything."""
    most = max((stretch.plays for stretch in stretches), default=0)
    nearly = most * NEARLY
    if most < least or all(stretch.plays >= nearly for stretch in stretches):
        return None
    return next(part for part in _runs(stretches, lambda plays: plays >= nearly) if part.plays == most)


def skipped(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Parts that nobody played the most of, where anything was played at all."""
    return _runs(stretches, lambda plays: not plays) if any(stretch.plays for stretch in stretches) else []


def _runs(stretches: Sequence[Stretch], is_meant: Callable[[int], bool]) -> list[Stretch]:
    """What is meant and lies side by side, as one, with its highest count."""
    runs: list[Stretch] = []
    for stretch in stretches:
        if not is_meant(stretch.plays):
            continue
        if runs and runs[-1].end_ms == stretch.start_ms:
            runs[-1] = Stretch(runs[-1].start_ms, stretch.end_ms, max(runs[-1].plays, stretch.plays))
        else:
            runs.append(stretch)
    return runs


def average(stretches: Sequence[Stretch], start_ms: int, end_ms: int) -> float:
    """How often what lies between two moments was played, on average of its time."""
    inside = [
        (min(end_ms, stretch.end_ms) - max(start_ms, stretch.start_ms), stretch.plays)
        for stretch in stretches
        if stretch.start_ms < end_ms and stretch.end_ms > start_ms
    ]
    return sum(ms * plays for ms, plays in inside) / max(1, sum(ms for ms, _ in inside))


def together(stretches: Sequence[Stretch], most: int) -> list[Stretch]:
    """No more parts than `most`, each of so many stretches; of each what its most played stretch was."""
    size = max(1, -(-len(stretches) // most))
    parts = [stretches[at : at + size] for at in range(0, len(stretches), size)]
    return [Stretch(part[0].start_ms, part[-1].end_ms, max(each.plays for each in part)) for part in parts]


def summary(stretches: Sequence[Stretch]) -> str:
    """What stands out, in sentences."""

    def said(part: Stretch) -> str:
        return f"{timecode(part.start_ms)}–{timecode(part.end_ms)}"

    most, left_out = peak(stretches), skipped(stretches)
    sentences = [f"Most played: {said(most)}, up to {most.plays} times." if most else "No moment stands out."]
    if left_out:
        rest = f" and {len(left_out) - 3} more parts" if len(left_out) > 3 else ""
        sentences.append(f"Hardly or not played: {', '.join(map(said, left_out[:3]))}{rest}.")
    return " ".join(sentences)
