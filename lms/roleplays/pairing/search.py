"""Large-neighbourhood search: again and again, a few groups are dissolved and their members grouped anew, at best.

It goes tier by tier: while one tier is improved, those after it don't count, and of equally good groupings any is
taken. So it wanders freely where nothing is lost; all tiers at once would nail it to the first comfortable spot.
Source: Shaw, Using constraint programming and local search methods to solve vehicle routing problems (1998); the
partition itself by dynamic programming over subsets.
"""

from collections.abc import Callable, Sequence
from random import Random

from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.prices import WIDTH, Prices
from lms.roleplays.pairing.problem import Tier
from lms.roleplays.pairing.tiers import bits

ENOUGH = 9  # members of a neighbourhood, or up to three more: all their partitions are weighed in milliseconds
TOGETHER = 0.5  # how often sore groups are sought out for one another: three of four members become four of three
LOOKS = 6
TIER = (1 << WIDTH) - 1


class Search:
    """One answer, bettered in place."""

    def __init__(self, cohort: Cohort, columns: Sequence[Column], rng: Random) -> None:
        self._cohort = cohort
        self._rng = rng
        self._group = {one: column for column in columns for one in column}
        self._starts = [bits(starts) for starts in cohort.starts]
        self._at: dict[int, list[int]] = {}
        for one, starts in enumerate(self._starts):
            for start in starts:
                self._at.setdefault(start, []).append(one)

    @property
    def columns(self) -> list[Column]:
        """The answer, in order."""
        return sorted(set(self._group.values()))

    def better(self, order: tuple[Tier, ...], steps: int, floor: int, goes_on: Callable[[], bool]) -> None:
        """Lower the last of these tiers without raising those before it, until it is at `floor` or steps run out."""
        prices = Prices(self._cohort, order)
        sore = [column for column in self.columns if prices.of(column) & TIER]
        value = sum(prices.of(column) & TIER for column in sore)
        for _ in range(steps):
            if value <= floor or not goes_on():
                return
            old = self._neighbourhood(sore)
            new = best_partition(self._cohort, old, prices, self._rng)
            value += sum(prices.of(column) & TIER for column in new) - sum(prices.of(column) & TIER for column in old)
            self._group |= {one: column for column in new for one in column}
            sore += [column for column in new if column not in old and prices.of(column) & TIER]

    def _sore(self, sore: list[Column]) -> Column:
        """A group that costs something; forgets on the way those that are no more."""
        while True:
            index = self._rng.randrange(len(sore))
            sore[index], sore[-1] = sore[-1], sore[index]
            if self._group[sore[-1][0]] == sore[-1]:
                return sore[-1]
            sore.pop()

    def _neighbourhood(self, sore: list[Column]) -> list[Column]:
        """A sore group, and groups with somebody who could meet one of those already chosen: often sore ones first."""
        chosen = [self._sore(sore)]
        if self._rng.random() < TOGETHER:
            for _ in range(LOOKS):
                column = self._sore(sore)
                if any(self._cohort.may_share(one, other) for one in chosen[0] for other in column):
                    self._choose(chosen, column)
        for _ in range(8 * ENOUGH):
            if sum(map(len, chosen)) >= ENOUGH:
                break
            one = self._rng.choice(self._rng.choice(chosen))
            self._choose(chosen, self._group[self._rng.choice(self._at[self._rng.choice(self._starts[one])])])
        return chosen

    @staticmethod
    def _choose(chosen: list[Column], column: Column) -> None:
        if column not in chosen and sum(map(len, chosen)) + len(column) <= ENOUGH + 3:
            chosen.append(column)


def best_partition(cohort: Cohort, columns: Sequence[Column], prices: Prices, rng: Random) -> list[Column]:
    """The cheapest grouping of all members of some groups; of equal ones, any."""
    among = sorted(one for column in columns for one in column)
    bit = {one: 1 << place for place, one in enumerate(rng.sample(among, len(among)))}
    options: dict[int, list[tuple[int, int, Column]]] = {place: [] for place in bit.values()}
    for column in cohort.columns(among):
        mask = sum(bit[one] for one in column)
        options[mask & -mask].append((mask, prices.of(column), column))
    for ways in options.values():
        rng.shuffle(ways)
    best: dict[int, tuple[int, Column, int]] = {0: (0, (), 0)}

    def least(rest: int) -> int:
        """What the members of `rest` cost at best. Keeps the group of the first of them, and who are left then."""
        found = best.get(rest)
        if found is None:
            for mask, price, column in options[rest & -rest]:
                if mask & rest == mask:
                    total = price + least(rest ^ mask)
                    if found is None or total < found[0]:
                        found = (total, column, rest ^ mask)
            assert found, "alone is always possible"
            best[rest] = found
        return found[0]

    rest = (1 << len(among)) - 1
    least(rest)
    found = []
    while rest:
        _, column, rest = best[rest]
        found.append(column)
    return found
