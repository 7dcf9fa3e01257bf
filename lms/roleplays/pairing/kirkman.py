"""A term's table for those who all share an hour: in class time, say.

Round by round one spends new partners greedily and has none left in the end: 24 people can meet for eleven rounds
without a repetition, but only by a plan. So one round is sought which, turned like a dial, gives all others: the
members stand on two dials of q places, one or two in the middle; turning both by one makes the next round. No pair
meets twice in q rounds if no two pairs of the first round have the same distance on the dials. Source: rotational
Kirkman triple systems, and nearly such; Colbourn and Dinitz, Handbook of Combinatorial Designs (2007), chapters II.2
and VI.50.
"""

from functools import lru_cache
from itertools import combinations
from math import exp
from random import Random

Distance = tuple[int, int, int]

TRIES, STEPS = 6, 15_000  # beginnings, and exchanges from each: a second at most, once in a process
HEAT = 0.2  # one fault more is accepted once in 150 times
LARGEST = 38  # beyond it nobody runs out of new partners in a term
UNKNOWN = frozenset({12, 18, 27})  # none found on dials; with 12 and 18 the search alone comes to the bound


def table(count: int, round_number: int) -> list[tuple[int, ...]]:
    """Triads of that round, of positions up to count; one or two, who are left over, in none. Empty: none is known."""
    core = count - count % 3
    dial = _dial(core)
    if not 9 <= core <= LARGEST or core in UNKNOWN or round_number >= dial:
        return []
    return [tuple(sorted(_turned(point, round_number, dial) for point in group)) for group in _first_round(core)]


def _dial(core: int) -> int:
    """Places on each of the two dials; the middle holds what is left."""
    return (core - 1) // 2


def _turned(point: int, by: int, dial: int) -> int:
    return point if point >= 2 * dial else point // dial * dial + (point % dial + by) % dial


def _distance(one: int, other: int, dial: int) -> Distance:
    """What turning leaves as it is in a pair, the smaller point first."""
    if other >= 2 * dial:
        return (other, one // dial, 0) if one < 2 * dial else (other, one, -1)
    between = (other - one) % dial
    if one // dial == other // dial:
        return one // dial, one // dial, min(between, dial - between)
    return 0, 1, between


def _is_short(distance: Distance, dial: int) -> bool:
    """Whether a pair comes back to itself before the dial has gone round: opposite places, the two in the middle."""
    first, second, between = distance
    return between < 0 or (first == second and first < 2 and 2 * between == dial)


@lru_cache
def _first_round(core: int) -> list[tuple[int, ...]]:
    """Triads no two of whose pairs have the same distance; empty if none were found. By simulated annealing."""
    rng = Random(core)
    for _ in range(TRIES):
        seats = _FirstRound(core, rng)
        if seats.may_exist and seats.anneal():
            return seats.groups
    return []


class _FirstRound:
    """Points on seats, three to a group, and how often each distance is there."""

    def __init__(self, core: int, rng: Random) -> None:
        dial = _dial(core)
        points = range(core)
        self._rng = rng
        self._seats = rng.sample(points, core)
        self._distances = [[_distance(min(a, b), max(a, b), dial) for b in points] for a in points]
        all_distances = {self._distances[a][b] for a, b in combinations(points, 2)}
        self._counts = {distance: int(_is_short(distance, dial)) for distance in all_distances}
        self.may_exist = sum(not taken for taken in self._counts.values()) >= core
        self._faults = 0
        """Pairs whose distance another pair has already, or that come back to themselves too soon."""
        for start in range(0, core, 3):
            self._add([(start, start + 1), (start, start + 2), (start + 1, start + 2)])

    @property
    def groups(self) -> list[tuple[int, ...]]:
        return [tuple(self._seats[start : start + 3]) for start in range(0, len(self._seats), 3)]

    def anneal(self) -> bool:
        """Whether no fault is left."""
        for _ in range(STEPS):
            if not self._faults:
                return True
            one, other = self._rng.randrange(len(self._seats)), self._rng.randrange(len(self._seats))
            if one // 3 != other // 3:
                before = self._faults
                self._exchange(one, other)
                if self._rng.random() > exp((before - self._faults) / HEAT):
                    self._exchange(one, other)
        return False

    def _exchange(self, one: int, other: int) -> None:
        """Two seats of different groups."""
        pairs = [(seat, mate) for seat in (one, other) for mate in _mates(seat)]
        for distance in self._between(pairs):
            self._counts[distance] -= 1
            self._faults -= self._counts[distance] > 0
        self._seats[one], self._seats[other] = self._seats[other], self._seats[one]
        self._add(pairs)

    def _add(self, pairs: list[tuple[int, int]]) -> None:
        for distance in self._between(pairs):
            self._faults += self._counts[distance] > 0
            self._counts[distance] += 1

    def _between(self, pairs: list[tuple[int, int]]) -> list[Distance]:
        return [self._distances[self._seats[seat]][self._seats[mate]] for seat, mate in pairs]


def _mates(seat: int) -> list[int]:
    start = seat // 3 * 3
    return [other for other in range(start, start + 3) if other != seat]
