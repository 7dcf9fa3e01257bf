"""Nothing better exists: beside a search through every grouping of small cohorts; and what is known of larger ones."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.roleplays.pairing import bounds
from lms.roleplays.pairing.check import Meeting, Rules, faults
from lms.roleplays.pairing.cohort import Cohort, Column
from lms.roleplays.pairing.kirkman import table
from lms.roleplays.pairing.problem import Budget, Meetings, Member, Pin, Problem, Tier, pair
from lms.roleplays.pairing.solve import solve
from lms.roleplays.pairing.tiers import values
from tests.roleplays.pairing import hours
from tests.roleplays.pairing.term import Term, groups


def groupings(cohort: Cohort, rest: tuple[int, ...]) -> Iterator[list[Column]]:
    """Every one there is."""
    if not rest:
        yield []
        return
    first, *others = rest
    for size in range(4):
        for mates in combinations(others, size):
            if cohort.allows(column := (first, *mates)):
                for more in groupings(cohort, tuple(one for one in others if one not in mates)):
                    yield [column, *more]


@st.composite
def small(draw: st.DrawFn) -> Problem:
    count = draw(st.integers(1, 8))
    ids = range(1, count + 1)
    members = tuple(
        Member(
            one,
            draw(st.integers(0, 2**5 - 1)),
            ((1, draw(st.integers(0, 2**5 - 1))), (2, draw(st.integers(0, 2**5 - 1)))),
            draw(st.sampled_from("abc")),
            missed=draw(st.integers(0, 1)),
            played=draw(st.tuples(*[st.integers(0, 2)] * 3)),
        )
        for one in ids
    )
    pairs = st.sampled_from([pair(*two) for two in combinations(range(1, 10), 2)])
    return Problem(
        members,
        exclusions=draw(st.frozensets(pairs, max_size=3)),
        history=draw(st.dictionaries(pairs, st.builds(Meetings, st.integers(1, 4), st.integers(1, 3)), max_size=12)),
        order=(Tier.UNPLACED, *draw(st.permutations(list(Tier)[1:]))),
        rotates=draw(st.booleans()),
    )


@settings(max_examples=40)
@given(small())
def test_every_grouping_of_a_small_cohort_is_no_better(problem: Problem):
    cohort = Cohort(problem)
    best = min(values(cohort, columns) for columns in groupings(cohort, tuple(range(len(cohort)))))
    pairing = solve(problem, Budget(steps=30))
    assert tuple(standing.value for standing in pairing.standings) == best
    assert all(standing.bound <= value for standing, value in zip(pairing.standings, best, strict=True))
    assert bounds.lonely(cohort) <= best[0]


@settings(max_examples=40)
@given(small())
def test_proof_alone_finds_the_best(problem: Problem):
    """Without a single step of search, from greedy groups: what is called proven is the best there is."""
    cohort = Cohort(problem)
    best = min(values(cohort, columns) for columns in groupings(cohort, tuple(range(len(cohort)))))
    pairing = solve(problem, Budget(steps=0))
    assert pairing.is_proven
    assert tuple(standing.value for standing in pairing.standings) == best


def test_a_pinned_group_is_left_as_it_is_and_the_rest_is_best_around_it():
    term = Term(hours.people(12, Random(3), "class"))
    problem, _ = term.problem()
    pinned = solve(replace(problem, pins=(Pin(frozenset({1, 2})), Pin(frozenset({3, 4}), is_whole=False))))
    found = [set(group.members) for group in pinned.groups]
    assert {1, 2} in found
    assert next(group for group in found if 3 in group) >= {3, 4}
    assert pinned.is_proven


@pytest.mark.parametrize(("count", "excess"), [(12, 54), (15, 45), (18, 27), (24, 0)])
def test_a_class_repeats_no_more_than_it_must_in_ten_rounds(count: int, excess: int):
    assert bounds.excess_meetings(count, 10) == excess
    term = Term(hours.people(count, Random(1), "class"))
    for _ in range(10):
        problem, _ = term.problem()
        term.met(problem, groups(solve(problem, Budget(steps=20))))
    assert term.repeats == excess
    assert term.placed == term.available == count * 10


@pytest.mark.parametrize("count", [15, 24, 25])
def test_no_pair_meets_twice_by_the_table(count: int):
    seen: set[tuple[int, ...]] = set()
    round_number = 0
    while triads := table(count, round_number):
        assert len({point for triad in triads for point in triad}) == count - count % 3
        pairs = {two for triad in triads for two in combinations(triad, 2)}
        assert not pairs & seen
        seen |= pairs
        round_number += 1
    assert round_number >= 7


@pytest.mark.parametrize("kind", ["free", "menu"])
def test_a_term_of_a_cohort_over_many_zones(kind: str):
    """Everyone is placed in each round, nearly all in triads, every round proven, and no pair meets four times.

    Europe's clocks change in the fifth week, America's in the sixth; every hour lies in the windows of everyone.
    """
    rng = Random(1)
    term = Term(hours.people(24, rng, kind), luck=rng)
    for _ in range(6):
        problem, windows = term.problem()
        pairing = solve(problem, Budget(steps=60))
        assert pairing.is_proven
        meetings = [
            Meeting(group.members, tuple(hours.instant(start, term.week) for start in group.starts))
            for group in pairing.groups
        ]
        assert faults(Rules(windows, hours.MINUTES), meetings, [one.member for one in pairing.not_placed]) == []
        term.met(problem, groups(pairing))
    assert term.placed == term.available
    assert term.groups.count(3) >= 0.9 * len(term.groups)
    assert max(met.count for met in term.history.values()) <= 3


def test_fixed_parts_stay_within_one_of_each_other_when_they_come_before_new_partners():
    rng = Random(2)
    others = [tier for tier in Tier if tier is not Tier.PARTS]
    before = others.index(Tier.REPEATS)
    order = (*others[:before], Tier.PARTS, *others[before:])
    term = Term(hours.people(12, rng, "class"), rotates=False)
    for _ in range(6):
        problem, _ = term.problem(order=order)
        term.met(problem, groups(solve(problem, Budget(steps=40))))
    assert term.spread <= 1


def test_pooled_cohorts_place_more():
    rng = Random(5)
    sparse = [replace(person, habits=tuple(rng.sample(person.habits, 1))) for person in hours.people(24, rng)]
    problem, _ = Term(sparse).problem()
    halves = [replace(problem, members=problem.members[:12]), replace(problem, members=problem.members[12:])]
    apart = sum(len(solve(half).not_placed) for half in halves)
    assert len(solve(problem).not_placed) < apart
