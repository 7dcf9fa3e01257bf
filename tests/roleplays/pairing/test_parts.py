"""Seats, reasons, outlooks, hours, and what a problem refuses."""

from dataclasses import replace

import pytest

from lms.roleplays.pairing.answer import Change, NotPlaced, Reason, Remedy
from lms.roleplays.pairing.forecast import Outlook, evenings, outlook
from lms.roleplays.pairing.problem import Announced, Budget, Meetings, Member, Pin, Problem, Tier
from lms.roleplays.pairing.seats import seated
from lms.roleplays.pairing.solve import solve
from lms.roleplays.rounds.rules import Part

MONDAY, TUESDAY, FRIDAY = 0b1111, 0b1111 << 96, 0b1111 << 480


def test_where_parts_rotate_who_missed_a_turn_goes_first_and_never_misses_it_again():
    members = [Member(one, 1, turns_missed=int(one == 4), played=(one, 0, 0)) for one in (1, 2, 3, 4)]
    assert [one.id for one in seated(members, rotates=True)] == [4, 1, 2, 3]


def test_fixed_parts_go_to_those_who_had_them_least():
    members = [Member(1, 1, played=(2, 0, 1)), Member(2, 1, played=(0, 2, 1)), Member(3, 1, played=(1, 1, 0))]
    pairing = solve(Problem(tuple(members), rotates=False))
    assert pairing.groups[0].parts == {2: Part.THERAPIST, 1: Part.CLIENT, 3: Part.OBSERVER}


def test_whoever_shares_no_hour_is_named_with_the_nearest_that_would_help():
    problem = Problem((Member(1, MONDAY), Member(2, MONDAY), Member(3, MONDAY >> 0), Member(4, 1 << 6)))
    pairing = solve(problem)
    assert pairing.not_placed == (NotPlaced(4, Reason.HOURS, Change(Remedy.HOUR, start=3, quarters=3)),)


def test_people_who_may_not_be_together_look_as_if_they_shared_no_hour():
    apart = solve(Problem((Member(1, MONDAY), Member(2, MONDAY)), frozenset({(1, 2)})))
    strangers = solve(Problem((Member(1, MONDAY), Member(2, FRIDAY)), frozenset({(1, 2)})))
    assert apart.not_placed == strangers.not_placed
    assert [one.reason for one in apart.not_placed] == [Reason.HOURS, Reason.HOURS]
    assert [one.change for one in apart.not_placed] == [None, None]


def test_a_size_that_would_make_room_is_named():
    pairing = solve(Problem(tuple(Member(one, MONDAY) for one in (1, 2, 3, 4)), sizes=frozenset({3})))
    (left,) = pairing.not_placed
    assert left.change == Change(Remedy.SIZE, size=4)
    assert left.reason is Reason.TAKEN


def test_a_pin_that_can_not_be_kept_is_named_and_disturbs_nobody_else():
    members = (Member(1, MONDAY), Member(2, FRIDAY), *(Member(one, MONDAY) for one in (3, 4, 5)))
    pairing = solve(Problem(members, pins=(Pin(frozenset({1, 2})),)))
    assert [(one.member, one.reason) for one in pairing.not_placed] == [(1, Reason.PIN), (2, Reason.PIN)]
    assert [set(group.members) for group in pairing.groups] == [{3, 4, 5}]


def test_who_gave_no_hours_is_nobody_without_a_place():
    pairing = solve(Problem((Member(1, MONDAY), Member(2, MONDAY), Member(3, 0))))
    assert pairing.not_placed == ()
    assert [group.members for group in pairing.groups] == [(1, 2)]


def test_two_groups_of_four_are_better_than_a_pair_and_a_pair_is_better_than_nothing():
    def sizes(count: int) -> list[int]:
        pairing = solve(Problem(tuple(Member(one, MONDAY) for one in range(count))))
        return sorted(len(group.members) for group in pairing.groups)

    assert [sizes(count) for count in (2, 3, 4, 5, 6, 7, 8)] == [[2], [3], [4], [2, 3], [3, 3], [3, 4], [4, 4]]


def test_the_order_is_the_coordinators():
    """A pair that has met: new partners in a four and a pair, or triads with a repetition."""
    members = (
        *(Member(one, MONDAY) for one in (1, 2, 3)),
        Member(4, TUESDAY),
        Member(5, TUESDAY),
        Member(6, TUESDAY | MONDAY),
    )
    problem = Problem(members, history={(4, 5): Meetings(1, 1), (4, 6): Meetings(1, 1), (5, 6): Meetings(1, 1)})
    shapes_first = solve(problem)
    assert shapes_first.value(Tier.SHAPE) == 0
    assert shapes_first.value(Tier.REPEATS) > 0
    order = (Tier.UNPLACED, Tier.REPEATS, *(tier for tier in Tier if tier not in (Tier.UNPLACED, Tier.REPEATS)))
    partners_first = solve(replace(problem, order=order))
    assert partners_first.value(Tier.REPEATS) < shapes_first.value(Tier.REPEATS)
    assert partners_first.value(Tier.SHAPE) > 0


def test_each_group_tells_what_it_costs():
    members = tuple(Member(one, MONDAY, profession="nurse" if one < 3 else "physician") for one in (1, 2))
    (group,) = solve(Problem(members, history={(1, 2): Meetings(1, 1)})).groups
    assert group.costs == ((Tier.SHAPE, 3), (Tier.REPEATS, 18), (Tier.MIX, 2))


def test_proposed_hours_are_the_comfortable_first_and_an_hour_apart():
    starts = (1 << 12) - 1
    pairing = solve(Problem((Member(1, starts, ((3, 0b1111),)), Member(2, starts))))
    assert pairing.groups[0].starts == (4, 8, 0)


def test_one_more_evening_shows_what_it_would_bring():
    others = (Member(2, MONDAY), Member(3, MONDAY | TUESDAY), Member(4, TUESDAY), Member(5, FRIDAY), Member(6, FRIDAY))
    problem = Problem((Member(1, 0), *others), frozenset({(1, 6)}), history={(1, 3): Meetings(1, 1)})
    assert outlook(problem, 1, 0) == Outlook(0, 0, 0)
    assert outlook(problem, 1, MONDAY) == Outlook(peers=2, new_peers=1, triads=4)
    more = evenings(problem, 1, MONDAY, {"Tuesday": TUESDAY, "Friday": FRIDAY})
    assert more["Tuesday"] == Outlook(peers=3, new_peers=2, triads=8)
    assert more["Friday"] == Outlook(peers=3, new_peers=2, triads=4)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"members": (Member(1, 1), Member(1, 1))}, "1 is a member twice"),
        ({"pins": (Pin(frozenset({1, 2})), Pin(frozenset({2, 3})))}, "2 is in two pins"),
        ({"announced": (Announced(frozenset({1, 2})), Announced(frozenset({2, 3})))}, "2 is in two announced"),
        ({"sizes": frozenset({5})}, "two to four"),
        ({"order": (Tier.SHAPE,)}, "each tier once"),
        ({"order": tuple(reversed(Tier))}, "stands first"),
        ({"exclusions": frozenset({(2, 1)})}, "smaller id first"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(wrong: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        Problem(**({"members": (Member(1, 1),)} | wrong))


def test_a_round_without_anybody_is_no_trouble():
    assert solve(Problem(()), Budget(steps=1)).groups == ()
