"""How often each moment of a video was played. Pure: a digit for each stretch of ten seconds, "9" for nine and more.

A player tells all that it has played since its page was opened, so the highest digit that was heard is what counts:
the order and repetition of heartbeats don't matter.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

STRETCH_MS = 10_000
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


def added(plays: Iterable[str], duration_ms: int) -> list[Stretch]:
    """The stretches of a video, with what all players have played of each."""
    counts = [0] * -(-duration_ms // STRETCH_MS)
    for each in plays:
        for place, digit in enumerate(each[: len(counts)]):
            counts[place] += int(digit)
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
    """Parts that nobody played, where anything was played at all."""
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


def summary(stretches: Sequence[Stretch], clock: Callable[[int], str]) -> str:
    """What stands out, in sentences."""

    def said(part: Stretch) -> str:
        return f"{clock(part.start_ms)}–{clock(part.end_ms)}"

    most, left_out = peak(stretches), skipped(stretches)
    sentences = [f"Most played: {said(most)}, up to {most.plays} times." if most else "No moment stands out."]
    if left_out:
        rest = f" and {len(left_out) - 3} more parts" if len(left_out) > 3 else ""
        sentences.append(f"Played by nobody: {', '.join(map(said, left_out[:3]))}{rest}.")
    return " ".join(sentences)
