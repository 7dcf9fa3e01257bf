"""What a possible group costs in the tiers that count just now, as one whole number; remembered, up to a bound."""

from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.problem import Tier
from lms.roleplays.pairing.tiers import COSTS

WIDTH = 32  # bits for each tier: no sum over a neighbourhood comes near
REMEMBERED = 100_000  # prices, some 20 MB


class Prices:
    """Prices by the tiers given, the first counting most."""

    def __init__(self, cohort: Cohort, order: tuple[Tier, ...]) -> None:
        self._cohort = cohort
        self._costs = [COSTS[tier] for tier in order]
        self._known: dict[Column, int] = {}

    def of(self, column: Column) -> int:
        price = self._known.get(column)
        if price is None:
            price = 0
            for cost in self._costs:
                price = price << WIDTH | cost(self._cohort, column)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[column] = price
        return price
