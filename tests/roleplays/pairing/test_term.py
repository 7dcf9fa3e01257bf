"""What happens in a term: people drop out, fall ill, join late; groups that were announced are disturbed least."""

from dataclasses import replace
from random import Random

from lms.roleplays.pairing.answer import Pairing
from lms.roleplays.pairing.problem import Announced, Budget, Problem, Tier
from lms.roleplays.pairing.solve import solve
from tests.roleplays.pairing import hours
from tests.roleplays.pairing.term import Term, groups

BUDGET = Budget(steps=40)
ROUNDS = 8


def again(problem: Problem, announced: Pairing) -> Pairing:
    told = tuple(Announced(frozenset(group.members), group.starts[0]) for group in announced.groups)
    return solve(replace(problem, announced=told), BUDGET)


def without(problem: Problem, *gone: int) -> Problem:
    members = tuple(replace(one, starts=0) if one.id in gone else one for one in problem.members)
    return replace(problem, members=members)


def test_everyone_who_can_practise_does_in_a_term_with_drop_outs_late_joiners_and_sickness():
    """One in ten drops out or joins late, somebody is ill in each round after it was announced."""
    rng = Random(4)
    people = hours.people(24, rng)
    term = Term(people[:22], luck=rng)
    changes, able = [], 0
    for number in range(ROUNDS):
        if number in (2, 4):
            term.people = [*term.people, people[22 + number // 4]]  # two join late
        if number in (3, 5):
            term.people = [one for one in term.people if one.id != number]  # two drop out
        problem, _ = term.problem()
        announced = solve(problem, BUDGET)
        ill = rng.choice([one for group in announced.groups for one in group.members])
        left = without(problem, ill)
        settled = again(left, announced)
        changes.append(settled.value(Tier.CHANGED))
        able += sum(bool(member.starts) for member in left.members)
        assert settled.value(Tier.UNPLACED) == solve(left, BUDGET).value(Tier.UNPLACED)
        term.met(left, groups(settled))
    assert term.placed == able
    assert max(changes) <= 3
    assert sum(changes) <= ROUNDS


def test_a_late_joiner_disturbs_one_group_at_most():
    rng = Random(6)
    problem, _ = Term(hours.people(25, rng)).problem()
    announced = solve(without(problem, 25), BUDGET)
    settled = again(problem, announced)
    assert settled.not_placed == ()
    assert settled.value(Tier.CHANGED) == 3
    before = {frozenset(group.members) for group in announced.groups}
    after = {frozenset(group.members) for group in settled.groups}
    assert len(before - after) == 1


def test_whoever_stays_together_keeps_the_hour_they_agreed_upon():
    problem, _ = Term(hours.people(12, Random(8))).problem()
    announced = solve(problem, BUDGET)
    told = tuple(Announced(frozenset(group.members), group.starts[-1]) for group in announced.groups)
    settled = solve(replace(problem, announced=told), BUDGET)
    assert {(frozenset(group.members), group.starts[0]) for group in settled.groups} == {
        (group.members, group.start) for group in told
    }


def test_who_was_left_out_before_is_placed_first():
    """Three who can meet only one and the same fourth, in pairs."""
    problem, _ = Term(hours.people(4, Random(1), "class")).problem()
    hub, *leaves = problem.members
    members = (
        replace(hub, starts=0b111),
        *(replace(leaf, starts=1 << place, missed=place % 2) for place, leaf in enumerate(leaves)),
    )
    pairing = solve(replace(problem, members=members), BUDGET)
    assert groups(pairing) == [(1, 3)]
    assert pairing.standings[0].bound == pairing.standings[0].value == 2
    assert pairing.is_proven


def test_progress_is_told_and_a_cancelled_solving_keeps_the_best_found():
    problem, _ = Term(hours.people(24, Random(9))).problem()
    told = []
    asked = 0

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    pairing = solve(problem, BUDGET, told.append, is_cancelled)
    assert [progress.tier for progress in told] == list(Tier)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    assert pairing.was_cancelled
    assert not pairing.is_proven
    assert sum(len(group.members) for group in pairing.groups) >= 20
    assert not solve(problem, BUDGET).was_cancelled
