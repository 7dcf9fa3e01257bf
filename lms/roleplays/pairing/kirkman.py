"""A term's table for those who all share an hour: in class time, say.

Round by round one spends new partners greedily and has none left in the end: 24 people can meet for eleven rounds without
a repetition, but only by a plan. So one round is sought which, turned like a dial, gives all others: the members stand on
two dials of q places, one or two in the middle; turning both by one makes the next round. No pair meets twice in q rounds
if no two pairs of the first round have the same distance on the dials. Source: rotational Kirkman triple systems, and
nearly such; Colbourn and Dinitz, Handbook of Combinatorial Designs (2007), chapters II.2 and VI.50.
"""

from collections import Counter
from functools import lru_cache
from itertools import combinations
from random import Random

STEPS = 40_000  # exchanges to try, about a second
LARGEST = 60  # beyond it nobody runs out of new partners in a term
IMPOSSIBLE = frozenset({6, 12})  # no system of this kind exists


def table(count: int, round_number: int) -> list[tuple[int, ...]]:
    """Triads of that round, of positions up to count; one or two, who are left over, in none. Empty: none is known."""
    core = count - count % 3
    dial = _dial(core)
    if not 9 <= core <= LARGEST or core in IMPOSSIBLE or round_number >= dial:
        return []
    return [tuple(sorted(_turned(point, round_number, dial) for point in group)) for group in _first_round(core)]


def _dial(core: int) -> int:
    """Places on each of the two dials; the middle holds what is left."""
    return (core - 1) // 2


def _turned(point: int, by: int, dial: int) -> int:
    return point if point >= 2 * dial else point // dial * dial + (point % dial + by) % dial


def _distance(one: int, other: int, dial: int) -> tuple[int, int, int]:
    """What turning leaves as it is in a pair, the smaller point first."""
    if other >= 2 * dial:
        return (other, one // dial, 0) if one < 2 * dial else (other, one, -1)
    between = (other - one) % dial
    if one // dial == other // dial:
        return one // dial, one // dial, min(between, dial - between)
    return 0, 1, between


def _is_short(distance: tuple[int, int, int], dial: int) -> bool:
    """Whether a pair comes back to itself before the dial has gone round: opposite places, and the two in the middle."""
    first, second, between = distance
    return between < 0 or (first == second and first < 2 and 2 * between == dial)


@lru_cache
def _first_round(core: int) -> list[list[int]]:
    """Triads no two of whose pairs have the same distance; empty if none were found."""
    rng = Random(core)
    dial = _dial(core)
    groups = [list(range(start, start + 3)) for start in range(0, core, 3)]
    cost = _cost(groups, dial)
    heat = 1.0
    for _ in range(STEPS):
        if not cost:
            return groups
        one, other = rng.sample(groups, 2)
        place, opposite = rng.randrange(3), rng.randrange(3)
        one[place], other[opposite] = other[opposite], one[place]
        new = _cost(groups, dial)
        if new <= cost or rng.random() < heat ** (new - cost) * 0.05:
            cost = new
        else:
            one[place], other[opposite] = other[opposite], one[place]
    return []


def _cost(groups: list[list[int]], dial: int) -> int:
    """Pairs too many at each distance."""
    seen = Counter(
        _distance(min(two), max(two), dial) for group in groups for two in combinations(group, 2)
    )
    return sum(count if _is_short(distance, dial) else count - 1 for distance, count in seen.items())
