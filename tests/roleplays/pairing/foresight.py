"""What somebody who knew the hours of the whole term beforehand could not beat: a bound on its repeats."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil

import highspy
import numpy as np

from lms.roleplays.pairing.cohort import Cohort
from lms.roleplays.pairing.problem import Pair, Problem
from lms.roleplays.pairing.tiers import SHAPES

CLOSE = 1e-4
Groups = Sequence[tuple[int, ...]]


def least_repeats(problems: Sequence[Problem], answers: Sequence[Groups]) -> int:
    """Meetings of pairs beyond their first that no term avoids which places as many as these answers, as well shaped.

    That holds round by round. Groups are taken in fractions, all rounds together, so it may be less than can be done.
    """
    relaxed = _Relaxed()
    for problem, groups in zip(problems, answers, strict=True):
        relaxed.add(problem, groups)
    return relaxed.least()


class _Relaxed:
    """A group costs the pairs that meet in it; each pair that meets at all gives one meeting back."""

    def __init__(self) -> None:
        self._model = highspy.Highs()
        self._model.silent()
        self._model.setOptionValue("threads", 1)
        self._met: dict[Pair, list[int]] = {}

    def add(self, problem: Problem, groups: Groups) -> None:
        """One round: everyone in one group, no more without a place and no shapes worse than in `groups`."""
        cohort = Cohort(problem)
        shapes = sum(SHAPES[len(group)] for group in groups)
        columns = [one for one in cohort.columns(list(range(len(cohort)))) if SHAPES[len(one)] <= shapes]
        first = self._model.getNumCol()
        among: dict[int, list[int]] = {one: [] for one in range(len(cohort))}
        for index, column in enumerate(columns, first):
            self._model.addCol(len(column) * (len(column) - 1) / 2, 0, 1, 0, [], [])
            for one in column:
                among[one].append(index)
            for one, other in combinations(column, 2):
                self._met.setdefault((cohort.members[one].id, cohort.members[other].id), []).append(index)
        for indices in among.values():
            self._row(1, 1, dict.fromkeys(indices, 1))
        self._row(0, shapes, {index: SHAPES[len(column)] for index, column in enumerate(columns, first)})
        without = len(cohort) - sum(map(len, groups))
        self._row(0, without, dict(self._alone(columns, first)))

    def least(self) -> int:
        for indices in self._met.values():
            self._model.addCol(-1, 0, 1, 0, [], [])
            self._row(0, highspy.kHighsInf, dict.fromkeys(indices, 1) | {self._model.getNumCol() - 1: -1})
        self._model.run()
        assert self._model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return ceil(self._model.getInfo().objective_function_value - CLOSE)

    def _row(self, low: float, high: float, given: dict[int, int]) -> None:
        indices, values = np.array(list(given), dtype=np.int32), np.array(list(given.values()), dtype=np.float64)
        self._model.addRow(low, high, len(given), indices, values)

    @staticmethod
    def _alone(columns: list[tuple[int, ...]], first: int) -> Iterator[tuple[int, int]]:
        return ((index, 1) for index, column in enumerate(columns, first) if len(column) == 1)
