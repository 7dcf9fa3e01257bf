"""Where to begin: what was announced, and greedy groups, the least flexible first."""

from collections.abc import Iterable
from itertools import combinations
from random import Random

from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.prices import Prices
from lms.roleplays.pairing.tiers import bits

CANDIDATES = 12  # partners to weigh for each member; more of them bring little and cost time by the square


def completed(cohort: Cohort, given: Iterable[Column], prices: Prices, rng: Random) -> list[Column]:
    """An answer that keeps of the given groups whom still can meet, and places the others greedily."""
    columns = [column for group in given if len(column := _possible(cohort, group)) > 1]
    return columns + _greedy(cohort, set(range(len(cohort))).difference(*columns), columns, prices, rng)


def announced(cohort: Cohort) -> list[Column]:
    return [tuple(sorted(group)) for group in set(cohort.told.values())]


def _possible(cohort: Cohort, group: Column) -> Column:
    """The group, or its largest part that is possible; of equal ones the first."""
    for size in range(len(group), 1, -1):
        for part in combinations(group, size):
            if cohort.allows(part):
                return part
    return ()


def _greedy(cohort: Cohort, free: set[int], columns: list[Column], prices: Prices, rng: Random) -> list[Column]:
    luck = [rng.random() for _ in range(len(cohort))]
    order = sorted(free, key=lambda one: (cohort.starts[one].bit_count(), luck[one]))
    waiting = _by_start(cohort, order)
    made: list[Column] = []
    for one in order:
        if one in free:
            column = _best(cohort, one, _candidates(cohort, one, waiting, free), prices)
            free.difference_update(column)
            made.append(column)
    return made


def _by_start(cohort: Cohort, order: list[int]) -> dict[int, list[int]]:
    """By start, who can; the most flexible first, so that the least flexible are taken off the end."""
    waiting: dict[int, list[int]] = {}
    for one in reversed(order):
        for start in bits(cohort.starts[one]):
            waiting.setdefault(start, []).append(one)
    return waiting


def _candidates(cohort: Cohort, one: int, waiting: dict[int, list[int]], free: set[int]) -> list[int]:
    """The least flexible who still wait at a start of theirs, and whoever is pinned to them."""
    found = set(cohort.pinned.get(one, ()))
    for start in bits(cohort.starts[one]):
        at = waiting[start]
        while at and at[-1] not in free:
            at.pop()
        found.update(other for other in at[-3:] if other in free)
    found.discard(one)
    ranked = sorted(found, key=lambda other: (cohort.starts[other].bit_count(), other))
    kept = ranked[:CANDIDATES]
    return sorted({*kept, *(cohort.pinned.get(one, frozenset()) & found)})


def _best(cohort: Cohort, one: int, candidates: list[int], prices: Prices) -> Column:
    """The cheapest group of theirs by all tiers; alone, if none is possible."""
    mates = [other for other in candidates if cohort.may_share(one, other)]
    best: Column = (one,)
    least = prices.of(best)
    for size in (3, 2, 4):
        for others in combinations(mates, size - 1):
            column = tuple(sorted((one, *others)))
            if cohort.allows(column) and (price := prices.of(column)) < least:
                best, least = column, price
        if len(best) > 1:
            break
    return best
