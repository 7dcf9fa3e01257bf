"""Which peer gets whose work. Pure.

Work comes in one piece after the other, and nobody should wait for the last. So each time the whole is planned to its
end, with those who are still to hand in; of that plan only what can be done now is done, and the rest is planned anew
next time. Whatever was done was part of a balanced whole, so one is always left to be had.

The plan is a flow of least cost, built of shortest augmenting paths: it serves as many as can be served, levels the
loads (each further work costs a peer more than all repetitions together), repeats as few pairs as possible, and lets as
few wait as possible, in this order. Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapters 9 and 14.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

CIRCLE = 32  # people among whom is chosen: more of them bring nothing, and cost time by the square

Pair = tuple[int, int]
"""An author and a peer, by the numbers of the persons."""


@dataclass(frozen=True)
class Member:
    """Somebody of a cohort, as peers are sought for one assignment."""

    id: int
    wants: int
    """Reviews of their work still to be found; of work that is still to come, as many as it will ask for."""
    load: int
    """Works that they were given already."""
    is_here: bool
    """Whether the work is handed in."""
    gives: bool
    """Whether they can be given a work now."""
    will_give: bool
    """Whether they can, now or later."""


def circles(members: Sequence[Member], most: int = CIRCLE) -> list[Sequence[Member]]:
    """A large cohort in parts as equal as can be, in its order."""
    parts = max(1, ceil(len(members) / most))
    edges = [len(members) * part // parts for part in range(parts + 1)]
    return [members[start:end] for start, end in itertools.pairwise(edges)]


def gifts(members: Sequence[Member], barred: Iterable[Pair], met: Mapping[Pair, int]) -> list[Pair]:
    """Who is given whose work now: authors in the order given, at most as many peers as each wants.

    `barred`: pairs that can't be, themselves aside. `met`: how often a pair has met in other work of the term.
    """
    return [pair for part in circles(members) for pair in _Plan(part, set(barred), met).now()]


class _Plan:
    """The flow. Its costs are whole numbers in three scales: a load, a repetition, a wait."""

    def __init__(self, members: Sequence[Member], barred: set[Pair], met: Mapping[Pair, int]) -> None:
        self._members = {member.id: member for member in members}
        self._givers = [member for member in members if member.will_give]
        self._barred = barred | {(member.id, member.id) for member in members}
        self._met = met
        units = sum(member.wants for member in members)
        self._repetition = units + 1
        self._level = self._repetition * (units * max(met.values(), default=0) + 1) + 1
        self._reviewers: dict[int, set[int]] = {member.id: set() for member in members}
        self._authors: dict[int, set[int]] = {member.id: set() for member in members}

    def now(self) -> list[Pair]:
        """What of the best plan can be done now."""
        for member in self._members.values():
            for _ in range(member.wants):
                self._augment(member.id)
        return [
            (author, giver.id)
            for author, member in self._members.items()
            if member.is_here
            for giver in self._givers
            if giver.gives and giver.id in self._reviewers[author]
        ]

    def _cost(self, author: int, giver: Member) -> int:
        waits = self._members[author].is_here and not giver.gives
        return self._repetition * self._met.get((author, giver.id), 0) + waits

    def _load(self, giver: Member) -> int:
        return giver.load + len(self._authors[giver.id])

    def _augment(self, author: int) -> None:
        """Find one more peer for an author, moving what is planned for others where that is best; or none."""
        reached, before = self._distances(author)
        if not reached:
            return
        last = min(
            (giver for giver in self._givers if giver.id in reached),
            key=lambda giver: reached[giver.id] + self._level * self._load(giver),
        )
        giver = last.id
        while True:
            of, moved = before[giver]
            self._reviewers[of].add(giver)
            self._authors[giver].add(of)
            if moved is None:
                return
            self._reviewers[of].discard(moved)
            self._authors[moved].discard(of)
            giver = moved

    def _distances(self, author: int) -> tuple[dict[int, int], dict[int, tuple[int, int | None]]]:
        """By peer, what the cheapest way to them costs; and the author before them on it, with the peer whom that
        author gives up for them (None: the one that the way begins at)."""
        reached: dict[int, int] = {}
        before: dict[int, tuple[int, int | None]] = {}
        waiting: deque[tuple[int, int, int | None]] = deque([(author, 0, None)])
        while waiting:
            of, spent, moved = waiting.popleft()
            if moved is not None and reached[moved] - self._cost(of, self._members[moved]) != spent:
                continue  # a cheaper way to it has been found meanwhile
            for giver in self._givers:
                cost = spent + self._cost(of, giver)
                is_free = giver.id not in self._reviewers[of] and (of, giver.id) not in self._barred
                if is_free and cost < reached.get(giver.id, cost + 1):
                    reached[giver.id], before[giver.id] = cost, (of, moved)
                    for other in self._authors[giver.id]:
                        waiting.append((other, cost - self._cost(other, giver), giver.id))
        return reached, before
