"""The problem as the search asks it: members by position, and whether some of them can be a group."""

from collections.abc import Iterator
from functools import reduce
from itertools import combinations
from operator import and_

from lms.roleplays.pairing.kirkman import table
from lms.roleplays.pairing.problem import Meetings, Pin, Problem, pair

Column = tuple[int, ...]
"""Possible groups: ascending positions. Of one: somebody without a place."""

ALL = frozenset({1, 2, 3, 4})
NOBODY: frozenset[int] = frozenset()
NONE: frozenset[Column] = frozenset()


class Cohort:
    """Those who are to be placed: here this round, in no pinned whole group and in no pin that can't be kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._here = {member.id: member for member in problem.members if member.starts}
        self._barred = _barred(problem)
        self.whole: list[frozenset[int]] = []
        """Pinned groups, by id: settled beforehand."""
        self.held: frozenset[int] = NOBODY
        """By id, those whose pin can't be kept: they share no hour, or may not be together."""
        pins = self._settle(problem.pins)
        settled = self.held.union(*self.whole)
        self.members = [member for id, member in sorted(self._here.items()) if id not in settled]
        self.at = {member.id: position for position, member in enumerate(self.members)}
        self.starts = [member.starts for member in self.members]
        self.pinned = {self.at[id]: frozenset(self.at[one] for one in pin) for pin in pins for id in pin}
        self.apart = {
            self.at[id]: frozenset(self.at[one] for one in others if one in self.at)
            for id, others in self._barred.items()
            if id in self.at
        }
        self.met = self._met()
        self.told = self._told()
        self.plan = self._plan()

    def __len__(self) -> int:
        return len(self.members)

    def shared(self, column: Column) -> int:
        """Bits of the starts that suit all."""
        return reduce(and_, (self.starts[one] for one in column))

    def allows(self, column: Column) -> bool:
        """Whether these can be a group by every hard rule. One alone always can: without a place."""
        if len(column) == 1:
            return True
        return len(column) in self.problem.sizes and self.shared(column) != 0 and self.may_meet(column)

    def may_meet(self, column: Column) -> bool:
        """Whether exclusions and pins let these be a group, whatever their hours."""
        if not self.apart and not self.pinned:
            return True
        return all(
            self.apart.get(one, NOBODY).isdisjoint(column) and self.pinned.get(one, NOBODY).issubset(column)
            for one in column
        )

    def may_share(self, one: int, other: int) -> bool:
        """Whether two can be in the same group: by hours and exclusions."""
        return bool(self.starts[one] & self.starts[other]) and other not in self.apart.get(one, NOBODY)

    def columns(self, among: list[int], sizes: frozenset[int] = ALL) -> Iterator[Column]:
        """All possible groups of some members, of these sizes; one stands for no place. `among` ascending."""
        yield from ((one,) for one in among if 1 in sizes)
        groups = sorted(sizes & self.problem.sizes)
        for index, one in enumerate(among):
            mates = [other for other in among[index + 1 :] if self.may_share(one, other)]
            for size in groups:
                for others in combinations(mates, size - 1):
                    if self.allows(column := (one, *others)):
                        yield column

    def _settle(self, pins: tuple[Pin, ...]) -> list[frozenset[int]]:
        """Keep what is pinned as a whole, note what can't be kept, and answer what stays open."""
        open_pins = []
        for pin in pins:
            here = frozenset(one for one in pin.members if one in self._here)
            if len(here) < 2:
                continue
            is_possible = (
                len(here) <= max(self.problem.sizes)
                and reduce(and_, (self._here[one].starts for one in here)) != 0
                and all(self._barred.get(one, NOBODY).isdisjoint(here) for one in here)
            )
            is_whole = pin.is_whole and here == pin.members
            if not is_possible or (is_whole and len(here) not in self.problem.sizes):
                self.held |= here
            elif is_whole:
                self.whole.append(here)
            else:
                open_pins.append(here)
        return open_pins

    def _met(self) -> dict[tuple[int, int], Meetings]:
        return {
            pair(self.at[one], self.at[other]): meetings
            for (one, other), meetings in self.problem.history.items()
            if meetings.count and one in self.at and other in self.at
        }

    def _told(self) -> dict[int, frozenset[int]]:
        """By position, whom of their announced partners somebody can still meet, where any is left."""
        told: dict[int, frozenset[int]] = {}
        for group in self.problem.announced:
            left = frozenset(self.at[one] for one in group.members if one in self.at)
            told |= {one: left for one in left if len(left) > 1}
        return told

    def _plan(self) -> frozenset[Column]:
        """Groups of this round in the term's table, where all share an hour: those whose members have never met."""
        if not self.members or not self.shared(tuple(range(len(self)))):
            return NONE
        ids = sorted(member.id for member in self.problem.members)
        groups = [
            [self.at.get(ids[point], -1) for point in group] for group in table(len(ids), self.problem.round_number)
        ]
        return frozenset(
            column
            for column in (tuple(sorted(group)) for group in groups)
            if column[0] >= 0 and self.allows(column) and not any(two in self.met for two in combinations(column, 2))
        )


def _barred(problem: Problem) -> dict[int, frozenset[int]]:
    barred: dict[int, set[int]] = {}
    for one, other in problem.exclusions:
        barred.setdefault(one, set()).add(other)
        barred.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in barred.items()}
