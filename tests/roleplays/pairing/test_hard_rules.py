"""No hard rule is ever broken: verified from raw windows, by a checker that shares nothing with the solver."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.roleplays.pairing.check import Meeting, Rules, faults
from lms.roleplays.pairing.problem import STEP_MINUTES, Announced, Budget, Meetings, Member, Pin, Problem, Tier, pair
from lms.roleplays.pairing.solve import solve
from tests.roleplays.pairing import hours

QUICK = Budget(steps=12, nodes=20)
IDS = st.integers(1, 12)
WINDOW = st.tuples(st.integers(0, 40), st.integers(2, 12))
PAIRS = st.tuples(IDS, IDS).filter(lambda two: two[0] != two[1]).map(lambda two: pair(*two))
GROUPS = st.permutations(range(1, 13)).flatmap(
    lambda ids: st.lists(st.integers(2, 4), max_size=3).map(
        lambda sizes: [frozenset(ids[sum(sizes[:k]) : sum(sizes[: k + 1])]) for k in range(len(sizes))]
    )
)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Problem, dict[int, list[hours.Window]]]:
    windows = {
        one: [_window(*window) for window in draw(st.lists(WINDOW, max_size=3))]
        for one in draw(st.lists(IDS, unique=True, max_size=12))
    }
    members = tuple(
        Member(
            one,
            hours.starts(given, 0),
            ((3, draw(st.integers(0, 2**40))),),
            draw(st.sampled_from("ab")),
            missed=draw(st.integers(0, 2)),
            played=draw(st.tuples(*[st.integers(0, 3)] * 3)),
        )
        for one, given in windows.items()
    )
    problem = Problem(
        members,
        exclusions=draw(st.frozensets(PAIRS, max_size=6)),
        pins=tuple(Pin(group, draw(st.booleans())) for group in draw(GROUPS)),
        announced=tuple(Announced(group) for group in draw(GROUPS)),
        history=draw(st.dictionaries(PAIRS, st.builds(Meetings, st.integers(1, 4), st.integers(1, 5)), max_size=12)),
        sizes=draw(st.sets(st.integers(2, 4), min_size=1).map(frozenset)),
        order=(Tier.UNPLACED, *draw(st.permutations(list(Tier)[1:]))),
        rotates=draw(st.booleans()),
    )
    return problem, windows


def _window(start: int, length: int) -> hours.Window:
    opens = hours.instant(start, 0)
    return opens, opens + timedelta(minutes=STEP_MINUTES * length)


@settings(max_examples=120)
@given(rounds())
def test_no_hard_rule_is_broken(asked: tuple[Problem, dict[int, list[hours.Window]]]):
    problem, windows = asked
    pairing = solve(problem, QUICK)
    here = {member.id for member in problem.members if member.starts}
    rules = Rules(
        windows, hours.MINUTES, problem.exclusions, tuple(pin.members & here for pin in problem.pins), problem.sizes
    )
    meetings = [
        Meeting(group.members, tuple(hours.instant(start, 0) for start in group.starts)) for group in pairing.groups
    ]
    assert faults(rules, meetings, [one.member for one in pairing.not_placed]) == []


@settings(max_examples=30)
@given(rounds())
def test_the_same_seed_gives_the_same_answer(asked: tuple[Problem, dict[int, list[hours.Window]]]):
    problem, _ = asked
    assert solve(problem, QUICK) == solve(problem, QUICK)


@settings(max_examples=40)
@given(rounds())
def test_the_change_that_is_named_gives_a_place(asked: tuple[Problem, dict[int, list[hours.Window]]]):
    """With the hour added, or the size allowed, one more is placed than before."""
    problem, _ = asked
    pairing = solve(problem, QUICK)
    for one in pairing.not_placed:
        if one.change is not None and one.change.start is not None:
            members = tuple(_with(member, one.member, one.change.start) for member in problem.members)
            again = solve(replace(problem, members=members), QUICK)
            assert again.value(Tier.UNPLACED) < pairing.value(Tier.UNPLACED)
        elif one.change is not None and one.change.size is not None:
            again = solve(replace(problem, sizes=problem.sizes | {one.change.size}), QUICK)
            assert again.value(Tier.UNPLACED) < pairing.value(Tier.UNPLACED)


def _with(member: Member, id: int, start: int) -> Member:
    return member if member.id != id else replace(member, starts=member.starts | 1 << start)


def test_the_checker_sees_each_broken_rule():
    nine = hours.instant(0, 0)
    hour = (nine, nine + timedelta(hours=1))
    rules = Rules({1: [hour], 2: [hour], 3: [hour], 4: []}, 60, frozenset({(1, 2)}), (frozenset({1, 3}),))
    assert faults(rules, [Meeting((1, 3), (nine,))], [2]) == []
    late = nine + timedelta(minutes=15)
    for broken, left, said in (
        ([Meeting((1, 2), (nine,))], [3], "may not be together"),
        ([Meeting((1, 3), (late,))], [2], "can't come"),
        ([Meeting((1, 3), ())], [2], "has no hour"),
        ([Meeting((1, 3), (nine,))], [], "2 is in 0 places"),
        ([Meeting((1, 3), (nine,)), Meeting((1, 3), (nine,))], [2], "1 is in 2 places"),
        ([Meeting((1, 3, 4), (nine,))], [2], "4 can't come"),
        ([Meeting((2, 3), (nine,))], [1], "tears a pin apart"),
        ([Meeting((1, 3), (nine,))], [2, 5], "nobody knows 5"),
        ([Meeting((3,), (nine,))], [1, 2], "a size that isn't allowed"),
    ):
        assert any(said in fault for fault in faults(rules, broken, left)), said
    free = Rules({1: [hour], 2: [hour], 3: [hour]}, 60)
    assert any("could join" in fault for fault in faults(free, [Meeting((1, 2), (nine,))], [3]))
    assert any("could be a pair" in fault for fault in faults(free, [], [1, 2, 3]))
