"""The one entry: a problem in, groups out, with what is known of how good they are.

Tier by tier: search, then proof; the next tier works inside what is settled. What takes its time says how far it is,
and a cancelled solving keeps the best that it found.
"""

from collections.abc import Callable
from functools import reduce
from operator import and_
from random import Random

from lms.roleplays.pairing import bounds, explain, seeds
from lms.roleplays.pairing.answer import Group, Pairing, Progress, Standing
from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.exact import Proof
from lms.roleplays.pairing.prices import Prices
from lms.roleplays.pairing.problem import Budget, Member, Problem
from lms.roleplays.pairing.search import Search
from lms.roleplays.pairing.seats import seated
from lms.roleplays.pairing.tiers import COSTS, bits, discomfort, values

PROPOSED = 6  # hours for a group to choose from
APART = 4  # quarters between two proposed hours, at least


def solve(
    problem: Problem,
    budget: Budget | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Pairing:
    """The groups of a round. The same problem, seed and budget give the same groups, unless cancelled."""
    cohort = Cohort(problem)
    run = _Run(cohort, budget or Budget.of(len(problem.members)), is_cancelled)
    for index, tier in enumerate(problem.order):
        placed = sum(len(column) for column in run.columns if len(column) > 1)
        settled = sum(len(group) for group in cohort.whole)
        on_progress(Progress(tier, index / len(problem.order), tuple(run.standings), placed + settled))
        run.settle(index)
    return Pairing(
        _groups(cohort, run.columns), explain.not_placed(cohort, run.columns), run.result(), run.is_cancelled
    )


class _Run:
    """One solving, as far as it has come."""

    def __init__(self, cohort: Cohort, budget: Budget, is_cancelled: Callable[[], bool]) -> None:
        self._cohort = cohort
        self._budget = budget
        self._asks = is_cancelled
        self.is_cancelled = False
        self.standings: list[Standing] = []
        self._rng = Random(budget.seed)
        self.columns = self._begin()
        self._proof = Proof(cohort, budget, self._goes_on)

    def settle(self, index: int) -> None:
        """Better one tier as far as the budget goes, and say what is known of it."""
        order = self._cohort.problem.order
        tier = order[index]
        unplaced = self.standings[0].value if self.standings else 0
        least = bounds.floor(self._cohort, tier, unplaced)
        if self._goes_on():
            search = Search(self._cohort, self.columns, self._rng)
            search.better(order[: index + 1], self._budget.steps, least, self._goes_on)
            self.columns = search.columns
        value = self._value(index)
        is_open = any(not standing.is_proven for standing in self.standings)
        if value > least and not is_open and self._budget.nodes:
            least, self.columns = self._proof.bound(tier, self.columns, value, least)
            value = self._value(index)
        is_proven = value == least and not is_open
        if is_proven:
            self._proof.settled(tier, value)
        self.standings.append(Standing(tier, value, least, is_proven))

    def result(self) -> tuple[Standing, ...]:
        """What is known of each tier, its value in the final answer."""
        found = values(self._cohort, self.columns)
        return tuple(
            Standing(standing.tier, value, min(standing.bound, value), standing.is_proven and value == standing.value)
            for standing, value in zip(self.standings, found, strict=True)
        )

    def _begin(self) -> list[Column]:
        """The best of what was announced, the term's table, and greedy groups."""
        cohort = self._cohort
        prices = Prices(cohort, cohort.problem.order)
        given = [columns for columns in (seeds.announced(cohort), sorted(cohort.plan)) if columns]
        tried = [seeds.completed(cohort, columns, prices, self._rng) for columns in [*given, []]]
        return min(tried, key=lambda columns: values(cohort, columns))

    def _value(self, index: int) -> int:
        cost = COSTS[self._cohort.problem.order[index]]
        return sum(cost(self._cohort, column) for column in self.columns)

    def _goes_on(self) -> bool:
        self.is_cancelled = self.is_cancelled or self._asks()
        return not self.is_cancelled


def _groups(cohort: Cohort, columns: list[Column]) -> tuple[Group, ...]:
    """Pinned groups first, then by the least id."""
    here = {member.id: member for member in cohort.problem.members}
    pinned = [_group(cohort, [here[one] for one in sorted(whole)], None) for whole in cohort.whole]
    found = [_group(cohort, [cohort.members[one] for one in column], column) for column in columns if len(column) > 1]
    return (*pinned, *sorted(found, key=lambda group: min(group.members)))


def _group(cohort: Cohort, members: list[Member], column: Column | None) -> Group:
    """Seated, with its hours. `column`: None if pinned."""
    ids = tuple(one.id for one in seated(members, cohort.problem.rotates))
    hours = _proposed(cohort, members)
    if column is None:
        return Group(ids, hours, is_pinned=True)
    costs = ((tier, COSTS[tier](cohort, column)) for tier in cohort.problem.order)
    return Group(ids, hours, tuple((tier, cost) for tier, cost in costs if cost))


def _proposed(cohort: Cohort, members: list[Member]) -> tuple[int, ...]:
    """Hours that suit all: first the one agreed upon, then the most comfortable, the earliest of these first."""
    shared = reduce(and_, (one.starts for one in members))
    ids = {one.id for one in members}
    agreed = [
        group.start for group in cohort.problem.announced if group.start is not None and len(group.members & ids) > 1
    ]
    costs = [cost for one in members for cost in one.discomfort]
    ranked = sorted(bits(shared), key=lambda start: (start not in agreed, discomfort(costs, start), start))
    chosen: list[int] = []
    for start in ranked:
        if all(abs(start - other) >= APART for other in chosen):
            chosen.append(start)
    return tuple(chosen[:PROPOSED])
