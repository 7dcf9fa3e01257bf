"""What is better than what: the whole objective.

Each tier is a cost of one possible group, a whole number from 0; an answer's value in a tier is the sum over its
groups, those without a place counting as groups of one. Answers are compared in the first tier, at a tie in the second,
and so on: no gain in a later tier pays for a loss in an earlier one. Source of shapes and rotation: the program's §3.2,
role-play protocols.
"""

from collections.abc import Callable
from itertools import combinations

from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.problem import Tier
from lms.roleplays.pairing.seats import least_imbalance

OFTEN = 3  # meetings of a pair in one term beyond which only worse things excuse another
REPEAT = 12  # what the first repetition costs, recency aside
SHAPES = {1: 0, 2: 3, 3: 0, 4: 1}


def unplaced(cohort: Cohort, column: Column) -> int:
    """Who gets no group; those who went without before count more."""
    return 1 + cohort.members[column[0]].missed if len(column) == 1 else 0


def changed(cohort: Cohort, column: Column) -> int:
    """Members whose partners differ from those whom they were told, as far as these can still come.

    Whoever has no announced partner left, or never had one, can't be disturbed.
    """
    if len(column) == 1:
        return 0
    return sum(1 for one in column if one in cohort.told and cohort.told[one] != frozenset(column))


def overmet(cohort: Cohort, column: Column) -> int:
    """Meetings of a pair beyond the third of a term."""
    return sum(max(0, met.count + 1 - OFTEN) for two in combinations(column, 2) if (met := cohort.met.get(two)))


def shape(cohort: Cohort, column: Column) -> int:
    """Triads. Two groups of four are better than a pair, in which nobody observes."""
    return SHAPES[len(column)]


def repeats(cohort: Cohort, column: Column) -> int:
    """Partners met before: convex in how often, and up to half as much again the more recently."""
    return sum(
        REPEAT * (2 * met.count - 1) + REPEAT // (1 + met.rounds_ago)
        for two in combinations(column, 2)
        if (met := cohort.met.get(two))
    )


def plan(cohort: Cohort, column: Column) -> int:
    """Groups that aren't of the term's table, which keeps new partners for later rounds; see `kirkman`."""
    return int(len(column) > 1 and bool(cohort.plan) and column not in cohort.plan)


def parts(cohort: Cohort, column: Column) -> int:
    """How uneven the parts of the term get, with the best seating; nothing where parts rotate inside a meeting."""
    if cohort.problem.rotates or len(column) == 1:
        return 0
    return least_imbalance([cohort.members[one] for one in column])


def comfort(cohort: Cohort, column: Column) -> int:
    """What the most comfortable start that suits all costs them together."""
    if len(column) == 1:
        return 0
    shared = cohort.shared(column)
    costs = [cost for one in column for cost in cohort.members[one].discomfort if cost[1] & shared]
    easy = shared
    for _, starts in costs:
        easy &= ~starts
    if easy:
        return 0
    return min(discomfort(costs, start) for start in bits(shared))


def mix(cohort: Cohort, column: Column) -> int:
    """Pairs of the same profession, and pairs of the same band of experience."""
    return sum(
        (one.profession == other.profession) + (one.experience == other.experience)
        for one, other in combinations([cohort.members[one] for one in column], 2)
    )


COSTS: dict[Tier, Callable[[Cohort, Column], int]] = {
    Tier.UNPLACED: unplaced,
    Tier.CHANGED: changed,
    Tier.OVERMET: overmet,
    Tier.SHAPE: shape,
    Tier.REPEATS: repeats,
    Tier.PLAN: plan,
    Tier.PARTS: parts,
    Tier.COMFORT: comfort,
    Tier.MIX: mix,
}


def values(cohort: Cohort, columns: list[Column]) -> tuple[int, ...]:
    """The value of an answer in each tier, in the problem's order."""
    return tuple(sum(COSTS[tier](cohort, column) for column in columns) for tier in cohort.problem.order)


def discomfort(costs: list[tuple[int, int]], start: int) -> int:
    return sum(cost for cost, starts in costs if starts >> start & 1)


def bits(starts: int) -> list[int]:
    """The positions of the set bits, ascending."""
    found = []
    while starts:
        low = starts & -starts
        found.append(low.bit_length() - 1)
        starts ^= low
    return found
