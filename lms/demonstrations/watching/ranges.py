"""Stretches of a video's time, [[from_ms, to_ms], …]; kept ones are sorted and apart. Pure."""

from collections.abc import Iterable, Sequence

KEPT_MOST = 300  # ranges that are kept of one person's watching

Range = Sequence[int]
Ranges = list[list[int]]


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
