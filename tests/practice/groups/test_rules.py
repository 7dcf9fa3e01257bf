"""Under whom a group's work lies."""

from hypothesis import given
from hypothesis import strategies as st

from lms.practice.groups.rules import Begun, founder, ids_in, named, names_in

people = st.integers(1, 6)
groups = st.lists(people, min_size=1, max_size=4, unique=True)


@given(groups, st.dictionaries(people, people), st.sets(people), st.dictionaries(people, st.sampled_from(Begun)))
def test_work_lies_under_a_member_or_one_who_no_longer_takes_part(members, before, gone, begun):
    found = founder(members, before, gone, begun)
    assert found in members or (found in gone and found in before.values())


@given(groups, st.dictionaries(people, people), st.dictionaries(people, st.sampled_from(Begun)))
def test_nobodys_work_is_passed_over_for_less(members, before, begun):
    farthest = max(begun.get(member, Begun.NOTHING) for member in members)
    assert begun.get(founder(members, before, set(), begun), Begun.NOTHING) == farthest


@given(groups)
def test_without_anything_begun_it_is_the_first(members):
    assert founder(members, {}, set(), {}) == members[0]


def test_of_two_that_are_as_far_it_lies_where_more_worked_before():
    begun = {4: Begun.HANDED_IN, 1: Begun.HANDED_IN}
    assert founder([4, 1, 2, 3], {1: 1, 2: 1, 3: 1, 4: 4}, set(), begun) == 1


def test_what_lies_under_somebody_who_has_left_the_cohort_stays_with_the_others():
    assert founder([2, 3], {1: 1, 2: 1, 3: 1}, {1}, {1: Begun.DRAFT}) == 1


def test_names_stand_in_a_sentence():
    assert [named([]), named(["Ada"]), named(["Cleo", "Ada"])] == ["", "Ada", "Ada and Cleo"]
    assert names_in("Cleo\nada\nBen") == "ada, Ben and Cleo" and names_in(None) == ""
    assert ids_in("3,14") == {3, 14} and ids_in(None) == frozenset()
