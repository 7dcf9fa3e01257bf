"""What no answer can beat: cheap bounds, each true whatever the search does."""

from math import inf

from lms.roleplays.pairing.cohort import Cohort
from lms.roleplays.pairing.problem import Tier
from lms.roleplays.pairing.tiers import SHAPES, bits

FEW = 3  # those who could meet no more others than this are looked at one by one


def floor(cohort: Cohort, tier: Tier, unplaced: int) -> int:
    """The least value that a tier could have, as far as can be said at once.

    `unplaced`: the value of that tier; matters to shapes alone.
    """
    if tier is Tier.UNPLACED:
        return lonely(cohort)
    if tier is Tier.SHAPE and (not unplaced or all(not member.missed for member in cohort.members)):
        return least_shape(len(cohort) - unplaced, cohort.problem.sizes)
    return 0


def least_shape(count: int, sizes: frozenset[int]) -> int:
    """The least cost of shapes for so many, all of whom get a place."""
    least: list[float] = [0]
    for total in range(1, count + 1):
        least.append(min((least[total - size] + SHAPES[size] for size in sizes if size <= total), default=inf))
    return 0 if least[count] == inf else int(least[count])


def meetings(count: int) -> int:
    """Pairs that meet in one round of so many, in triads and as few groups of four as can be (from six members on)."""
    fours = count % 3
    return (count - 4 * fours) + 6 * fours


def excess_meetings(count: int, rounds: int) -> int:
    """Repetitions that no schedule of a term avoids: everyone meets in each round, and a pair once at no cost."""
    return max(0, rounds * meetings(count) - count * (count - 1) // 2)


def lonely(cohort: Cohort) -> int:
    """How many can't get a place: those who can meet nobody, and where several hang on the same few, all but as many.

    Each flows through their starts to somebody who can meet them there. Those who could meet only few, and none of them
    one another, need a partner each, of their own; who finds none in a greatest matching can't be placed by anybody.
    Weighted by rounds missed, the least weights are counted. Source: Kuhn, The Hungarian method (1955).
    """
    reachable = _few(cohort)
    loners = sorted(reachable, key=lambda one: (len(reachable[one]), one))
    chosen: list[int] = []
    for one in loners:
        if not any(other in reachable[one] for other in chosen):
            chosen.append(one)
    partner: dict[int, int] = {}

    def finds(one: int, tried: set[int]) -> bool:
        for other in sorted(reachable[one] - tried):
            tried.add(other)
            if other not in partner or finds(partner[other], tried):
                partner[other] = one
                return True
        return False

    without = sum(not finds(one, set()) for one in chosen)
    return sum(sorted(1 + cohort.members[one].missed for one in chosen)[:without])


def _few(cohort: Cohort) -> dict[int, set[int]]:
    """Those who could meet no more than a few others, and whom."""
    at: dict[int, list[int]] = {}
    for one, starts in enumerate(cohort.starts):
        for start in bits(starts):
            at.setdefault(start, []).append(one)
    found = {}
    for one, starts in enumerate(cohort.starts):
        theirs = bits(starts)
        if cohort.apart.get(one) or all(len(at[start]) <= FEW + 1 for start in theirs):
            others = {other for start in theirs for other in at[start] if other != one}
            others -= cohort.apart.get(one, frozenset())
            if len(others) <= FEW:
                found[one] = others
    return found
