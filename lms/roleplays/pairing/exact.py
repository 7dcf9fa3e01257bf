"""Proof, tier by tier: no choice of groups is better; or a better one.

Possible groups are columns, everyone is in exactly one, and each settled tier is a row. The relaxation often reaches
the value at hand, which is then proven. If not, only columns whose reduced cost leaves room for improvement go into a
search by branches. After each tier, columns that no optimal answer can hold are dropped, so the later tiers are small.
Source: Nemhauser and Wolsey, Integer and Combinatorial Optimization (1988), II.2 and II.5.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from math import ceil

import highspy
import numpy as np

from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.problem import Budget, Tier
from lms.roleplays.pairing.tiers import COSTS, SHAPES

CLOSE = 1e-6
FORGETS = 5  # rounds after which a cut that no longer binds is dropped: each is as long as the pool, which fills memory


class Proof:
    """What is settled so far, and the columns that may still be in an optimal answer."""

    def __init__(self, cohort: Cohort, budget: Budget, goes_on: Callable[[], bool]) -> None:
        self._cohort = cohort
        self._budget = budget
        self._goes_on = goes_on
        self._settled: list[tuple[Tier, int]] = []
        self._pool: list[Column] | None = None

    def settled(self, tier: Tier, value: int) -> None:
        """Nothing is better in this tier; from here on nothing worse is looked at."""
        self._settled.append((tier, value))
        if self._pool is not None:
            self._pool = [column for column in self._pool if COSTS[tier](self._cohort, column) <= value]

    def bound(self, tier: Tier, answer: list[Column], value: int, least: int) -> tuple[int, list[Column]]:
        """The best bound found for this tier, and an answer at least as good as that at hand.

        `value`: of the answer at hand; `least`: the bound known before.
        """
        pool = self._columns()
        if not pool or not self._goes_on():
            return least, answer
        costs = [COSTS[tier](self._cohort, column) for column in pool]
        relaxed = self._model(pool, costs)
        relaxed.run()
        if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return least, answer
        low = relaxed.getInfo().objective_function_value
        least = max(least, ceil(low - CLOSE))
        spare = np.asarray(relaxed.getSolution().col_dual)
        if least < value and self._goes_on():
            kept = np.flatnonzero(spare <= value - 1 - low + CLOSE)
            least, answer, value = self._branch([pool[k] for k in kept], [costs[k] for k in kept], answer, value, least)
        if least == value:
            self._pool = [pool[k] for k in np.flatnonzero(spare <= value - low + CLOSE)]
        return least, answer

    def _branch(
        self, pool: list[Column], costs: list[int], answer: list[Column], value: int, least: int
    ) -> tuple[int, list[Column], int]:
        """Seek something better than `value` among these columns alone."""
        model = self._model(pool, costs)
        indices = np.arange(len(pool), dtype=np.int32)
        model.addRow(-highspy.kHighsInf, value - 1, len(pool), indices, np.asarray(costs, dtype=np.float64))
        model.changeColsIntegrality(len(pool), indices, np.full(len(pool), highspy.HighsVarType.kInteger))
        model.setOptionValue("presolve", "off")  # its probing takes a minute where the branches take a second
        model.setOptionValue("mip_max_nodes", self._budget.nodes)
        model.setOptionValue("mip_lp_age_limit", FORGETS)
        model.setOptionValue("mip_pool_age_limit", FORGETS)
        model.cbMipInterrupt += self._interrupt
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return value, answer, value
        info = model.getInfo()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            chosen = np.flatnonzero(np.asarray(model.getSolution().col_value) > 0.5)
            answer = [pool[k] for k in chosen]
            value = sum(costs[k] for k in chosen)
        if status == highspy.HighsModelStatus.kOptimal:
            return value, answer, value
        known = info.mip_dual_bound
        return max(least, min(value, ceil(known - CLOSE))) if np.isfinite(known) else least, answer, value

    def _interrupt(self, event: highspy.HighsCallbackEvent) -> None:
        if not self._goes_on():
            event.interrupt()

    def _columns(self) -> list[Column]:
        """The columns that no settled tier forbids; none, if they are too many."""
        if self._pool is None:
            self._pool = []
            for column in self._possible():
                self._pool.append(column)
                if len(self._pool) > self._budget.columns:
                    self._pool = []
                    break
        return self._pool

    def _possible(self) -> Iterator[Column]:
        settled = dict(self._settled)
        worst = settled.get(Tier.SHAPE, max(SHAPES.values()))
        sizes = frozenset(size for size, cost in SHAPES.items() if cost <= worst)
        for column in self._cohort.columns(list(range(len(self._cohort))), sizes):
            if all(COSTS[tier](self._cohort, column) <= value for tier, value in settled.items()):
                yield column

    def _model(self, pool: list[Column], costs: list[int]) -> highspy.Highs:
        """Everyone in exactly one column, settled tiers at their values, the cost of this tier least."""
        rows = [
            (np.asarray([COSTS[tier](self._cohort, column) for column in pool], dtype=np.float64), value)
            for tier, value in self._settled
            if value
        ]
        model = highspy.Highs()
        model.silent()
        model.setOptionValue("threads", 1)
        lp = highspy.HighsLp()
        lp.num_col_ = len(pool)
        lp.num_row_ = len(self._cohort)
        lp.col_cost_ = np.asarray(costs, dtype=np.float64)
        lp.col_lower_ = np.zeros(len(pool))
        lp.col_upper_ = np.full(len(pool), highspy.kHighsInf)
        lp.row_lower_ = lp.row_upper_ = np.ones(len(self._cohort))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, pool)], dtype=np.int32)
        lp.a_matrix_.index_ = np.fromiter(chain.from_iterable(pool), dtype=np.int32)
        lp.a_matrix_.value_ = np.ones(len(lp.a_matrix_.index_))
        model.passModel(lp)
        indices = np.arange(len(pool), dtype=np.int32)
        for cost, value in rows:
            model.addRow(value, value, len(pool), indices, cost)
        return model
