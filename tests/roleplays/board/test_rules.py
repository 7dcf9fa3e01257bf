"""Drafts, how a round is timed, which groups go on, and what earlier rounds leave behind."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.roleplays.board import rules
from lms.roleplays.board.past import PastSeat, past_of
from lms.roleplays.board.rules import DraftGroup, Impossible, RoundState
from lms.roleplays.pairing.problem import ORDER, Meetings, Tier
from lms.roleplays.rounds.rules import Part

MONDAY = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DRAFT = (DraftGroup((1, 2, 3)), DraftGroup((4, 5, 6, 7)), DraftGroup((8, 9), is_pinned=True))


def test_a_round_lasts_from_the_end_of_its_class_to_the_next_one_and_the_last_two_weeks():
    times = [(MONDAY + 7 * day * DAY, MONDAY + 7 * day * DAY + 2 * HOUR) for day in range(3)]
    assert rules.timed(times, 0) == (MONDAY + 2 * HOUR, MONDAY + 7 * DAY)
    assert rules.timed(times, 2) == (MONDAY + 14 * DAY + 2 * HOUR, MONDAY + 28 * DAY + 2 * HOUR)
    at_once = [(MONDAY, MONDAY + HOUR), (MONDAY + HOUR, MONDAY + 2 * HOUR), (MONDAY + DAY, MONDAY + 2 * DAY)]
    assert rules.timed(at_once, 0) == (MONDAY + HOUR, MONDAY + DAY)


def test_groups_agree_within_two_days_or_a_third_of_a_short_round():
    assert rules.answer_by(MONDAY, MONDAY + 7 * DAY) == MONDAY + 2 * DAY
    assert rules.answer_by(MONDAY, MONDAY + 3 * DAY) == MONDAY + DAY


def test_the_grid_lies_within_the_round():
    begin, end = rules.grid(MONDAY + timedelta(minutes=7), MONDAY + timedelta(minutes=59))
    assert (begin, end) == (MONDAY + timedelta(minutes=15), MONDAY + timedelta(minutes=45))
    assert rules.grid(MONDAY, MONDAY + DAY) == (MONDAY, MONDAY + DAY)


@given(st.integers(1, 12), st.one_of(st.none(), st.integers(0, 4)))
def test_whoever_is_moved_is_in_one_place_at_most_and_nobody_else_moves(person: int, to: int | None):
    try:
        after = rules.moved(DRAFT, person, to)
    except Impossible:
        return
    everybody = [one for group in after for one in group.members]
    assert len(everybody) == len(set(everybody))
    assert (person in everybody) == (to is not None)
    assert set(everybody) - {person} == set(range(1, 10)) - {person}
    assert after[-1].is_pinned or to == len(DRAFT)


@pytest.mark.parametrize(("person", "to", "said"), [
    (1, 1, "at most 4 people"), (1, 2, "That group is pinned"), (8, 0, "Their group is pinned"), (1, 9, "any more"),
])  # fmt: skip
def test_what_cant_be_moved_is_said(person: int, to: int, said: str):
    with pytest.raises(Impossible, match=said):
        rules.moved(DRAFT, person, to)


def test_an_emptied_group_goes_and_one_alone_isnt_pinned():
    assert rules.moved((DraftGroup((1,)), DraftGroup((2, 3))), 1, 1) == (DraftGroup((2, 3, 1)),)
    with pytest.raises(Impossible, match="alone"):
        rules.pinned((DraftGroup((1,)),), 0, True)
    assert rules.pinned(DRAFT, 0, True)[0].is_pinned
    assert rules.draft_of(rules.kept_of(DRAFT)) == DRAFT


def test_a_tier_rises_but_never_above_who_has_a_place():
    assert rules.raised(ORDER, Tier.REPEATS).index(Tier.REPEATS) == ORDER.index(Tier.REPEATS) - 1
    assert rules.raised(ORDER, ORDER[1]) == rules.raised(ORDER, Tier.UNPLACED) == ORDER
    assert rules.order_of(["no tier"]) == rules.order_of(["mix", "mix"]) == ORDER


def test_changed_are_those_told_who_meet_others_now():
    assert rules.changed([(1, 2, 3), (4, 5, 6)], [(1, 2, 3), (4, 5, 7)], {1, 2, 3, 4, 5, 6, 7}) == {4, 5, 6}
    assert rules.changed([(1, 2, 3)], [(1, 2)], {1, 2}) == set(), "a partner who left disturbs nobody"


def test_groups_that_stay_keep_their_number_before_those_that_overlap():
    told = {11: (1, 2, 3), 12: (4, 5, 6), 13: (7, 8, 9)}
    assert rules.kept_groups(told, [(4, 5, 1), (1, 2, 3), (7, 10, 11)]) == {11: 1, 12: 0}
    assert rules.kept_groups(told, [(1, 2, 3, 4), (5, 6, 7)]) == {11: 0, 12: 1}


def test_parts_stay_with_whoever_stays_and_a_pair_has_no_observer():
    kept = {1: Part.THERAPIST, 2: Part.CLIENT, 3: Part.OBSERVER}
    assert rules.seated([2, 3, 9], kept) == {2: Part.CLIENT, 3: Part.OBSERVER, 9: Part.THERAPIST}
    assert rules.seated([2, 3], kept) == {2: Part.CLIENT, 3: Part.THERAPIST}
    four = rules.seated([1, 2, 3, 4], kept)
    assert sorted(four.values()) == ["client", "observer", "observer", "therapist"]


def test_where_a_round_stands():
    def state(is_announced: bool, is_solving: bool = False, differs: bool = False, days: int = 1) -> RoundState:
        return rules.state_of(MONDAY, MONDAY + days * DAY, is_announced, is_solving, differs)

    assert state(False) is RoundState.EMPTY
    assert state(False, differs=True) is RoundState.DRAFT
    assert state(True, differs=True) is RoundState.CHANGED
    assert state(True) is RoundState.ANNOUNCED
    assert state(False, is_solving=True) is RoundState.SOLVING
    assert state(True, days=0) is RoundState.OVER


def test_the_past_counts_meetings_parts_turns_and_rounds_without_a_group():
    first = [PastSeat(1, 10, person, part, person) for person, part in zip((1, 2, 3, 4), rules.PARTS, strict=True)]
    second = [PastSeat(2, 20, 1, Part.CLIENT, 8), PastSeat(2, 20, 2, Part.THERAPIST, 7)]
    past = past_of([*second, *first], {5: 1}, [1, 2, 3])
    assert past.met[1, 2] == Meetings(2, 2)
    assert past.met[3, 4] == Meetings(1, 3)
    assert past.played[2] == (1, 1, 0)
    assert dict(past.turns_missed) == {4: 1}
    assert (past.missed[5], past.rounds) == (1, 3)
