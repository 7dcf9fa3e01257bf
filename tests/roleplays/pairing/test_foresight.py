"""The bound on a term's repeats is true, and says all that there is to say where the whole schedule is known."""

from random import Random

import pytest

from lms.roleplays.pairing.problem import Budget, Member, Problem
from lms.roleplays.pairing.solve import solve
from tests.roleplays.pairing import hours
from tests.roleplays.pairing.foresight import least_repeats
from tests.roleplays.pairing.term import Term, groups


def test_three_who_share_hours_with_nobody_else_repeat_each_time():
    problem = Problem(tuple(Member(one, 1 if one < 4 else 2) for one in range(1, 7)))
    groups_of_a_round = [(1, 2, 3), (4, 5, 6)]
    assert least_repeats([problem] * 4, [groups_of_a_round] * 4) == 3 * 6


def test_whoever_may_be_left_out_repeats_less():
    problem = Problem(tuple(Member(one, 1) for one in (1, 2, 3)))
    assert least_repeats([problem] * 2, [[(1, 2, 3)], []]) == 0
    assert least_repeats([problem] * 3, [[(1, 2)]] * 3) == 0
    assert least_repeats([problem] * 4, [[(1, 2)]] * 4) == 1


@pytest.mark.parametrize("count", [12, 15])
def test_where_all_share_an_hour_the_bound_is_what_the_table_reaches(count: int):
    term = Term(hours.people(count, Random(1), "class"))
    problem, _ = term.problem()
    triads = [tuple(range(one, one + 3)) for one in range(1, count, 3)]
    assert least_repeats([problem] * 10, [triads] * 10) == {12: 54, 15: 45}[count]


def test_no_term_round_by_round_repeats_less_than_the_bound():
    rng = Random(5)
    term = Term(hours.people(12, rng), luck=rng)
    problems, answers = [], []
    for _ in range(6):
        problem, _ = term.problem()
        answers.append(groups(solve(problem, Budget(steps=20))))
        problems.append(problem)
        term.met(problem, answers[-1])
    assert 0 < least_repeats(problems, answers) <= term.repeats
