"""Which groups there are, and who is in them."""

from datetime import timedelta

from lms.core import clock
from lms.roleplays.rounds import queries
from tests.kit import roleplays
from tests.kit.cast import Cast


def test_a_group_knows_who_is_in_it_now_and_nobody_else(cast: Cast):
    group = roleplays.a_group(roleplays.a_round(cast.here), cast.lena, cast.paul)
    assert group.facts.cohort_id == cast.here.id
    assert group.facts.member_ids == {cast.lena.id, cast.paul.id}
    group.seats[1].left_at = clock.now()
    assert group.facts.member_ids == {cast.lena.id}
    group.dissolved_at = clock.now()
    assert group.facts.member_ids == frozenset()


def test_somebody_finds_their_groups_of_rounds_that_are_not_over(cast: Cast):
    first = roleplays.a_group(roleplays.a_round(cast.here, 1, days=3), cast.lena, cast.paul)
    later = roleplays.a_group(roleplays.a_round(cast.here, 2, days=9), cast.lena, cast.paul)
    now = clock.now()
    assert [group.id for group in queries.groups_with(cast.lena.id, now)] == [first.id, later.id]
    assert [group.id for group in queries.groups_with(cast.lena.id, now + timedelta(days=4))] == [later.id]
    assert queries.groups_with(cast.omar.id, now) == []
