"""Differences between two texts, word by word, in bounded time. Pure.

The standard library's matcher takes quadratic time and worse. So the texts are first cut where a word stands just once
in each, in the same order (patience diff, Bram Cohen), and only the short stretches in between are matched; where even
those cost too much, a stretch is shown as taken out and put in as a whole, which is true, if less fine.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise

LEAF = 10_000  # pairs of words that are matched in one go
EFFORT = 20_000_000  # pairs of words that are looked at in all, at worst
WEIGHT = 4  # pairs that looking for one more word to cut at is worth
_WORD = re.compile(r"\S+[^\S\n]*|\n+|[^\S\n]+")  # a word with its space, or line ends


class Change(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """Words in a row of which the same became."""

    change: Change
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class _Block:
    """A range of words in both texts, from `a` to before `a_end` and from `b` to before `b_end`."""

    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def pairs(self) -> int:
        return (self.a_end - self.a) * (self.b_end - self.b)


def differences(before: str, after: str) -> list[Stretch]:
    """The stretches of both texts in order. Kept and removed joined are `before`, kept and added joined are `after`."""
    a, b = _WORD.findall(before), _WORD.findall(after)
    ops: list[tuple[Change, str]] = []
    at_a = at_b = 0
    for start_a, start_b, size in [*_matches(a, b), (len(a), len(b), 0)]:
        ops += ((Change.REMOVED, word) for word in a[at_a:start_a])
        ops += ((Change.ADDED, word) for word in b[at_b:start_b])
        ops += ((Change.KEPT, word) for word in a[start_a : start_a + size])
        at_a, at_b = start_a + size, start_b + size
    return [Stretch(change, "".join(word for _, word in some)) for change, some in groupby(ops, key=lambda op: op[0])]


def _matches(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where the same words stand in both, in order: the place in each, and how many."""
    effort, todo = EFFORT, [_Block(0, len(a), 0, len(b))]
    while todo:
        block = todo.pop()
        head = _common(a, b, block)
        if head:
            yield block.a, block.b, head
            block = _Block(block.a + head, block.a_end, block.b + head, block.b_end)
        if not block.pairs:
            continue
        cost = block.pairs * min(block.a_end - block.a, block.b_end - block.b)
        if block.pairs <= LEAF and cost <= effort:
            effort -= cost
            matcher = SequenceMatcher(None, a[block.a : block.a_end], b[block.b : block.b_end], autojunk=False)
            yield from ((block.a + m.a, block.b + m.b, m.size) for m in matcher.get_matching_blocks() if m.size)
            continue
        effort -= WEIGHT * (block.a_end - block.a + block.b_end - block.b)
        if block.pairs > LEAF and effort > 0:
            todo += reversed(_between(block, _anchors(a, b, block)))


def _common(a: Sequence[str], b: Sequence[str], block: _Block) -> int:
    """How many words are the same from the block's beginning on."""
    most = min(block.a_end - block.a, block.b_end - block.b)
    return next((n for n in range(most) if a[block.a + n] != b[block.b + n]), most)


def _anchors(a: Sequence[str], b: Sequence[str], block: _Block) -> list[tuple[int, int]]:
    """Places of words that stand once in each side of the block: as many as stand in the same order in both."""
    in_a, in_b = a[block.a : block.a_end], b[block.b : block.b_end]
    once_a, once_b = Counter(in_a), Counter(in_b)
    place = {word: block.b + n for n, word in enumerate(in_b) if once_b[word] == 1}
    pairs = [(block.a + n, place[word]) for n, word in enumerate(in_a) if once_a[word] == 1 and word in place]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs, in order, whose second numbers rise."""
    ends: list[int] = []  # the smallest second number with which so many can end
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for n, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [second], [n]
    chosen, n = [], last[-1] if last else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _between(block: _Block, anchors: Sequence[tuple[int, int]]) -> list[_Block]:
    """The block cut at its anchors, each of which begins a block; none without anchors."""
    if not anchors:
        return []
    cuts = [(block.a, block.b), *anchors, (block.a_end, block.b_end)]
    return [_Block(a, a_end, b, b_end) for (a, b), (a_end, b_end) in pairwise(cuts)]
