"""Which hours are offered: by comfort, by what the term has cost so far, spread, through changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lms.roleplays.agree import rules
from lms.roleplays.agree.rules import Member
from lms.roleplays.hours.resolving import shifted

NEW_YORK = ZoneInfo("America/New_York")
FIVE = [ZoneInfo(name) for name in ("Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata")] + [
    ZoneInfo("Australia/Sydney")
]
QUARTERS = [datetime(2027, 3, 1, tzinfo=UTC) + n * timedelta(minutes=15) for n in range(96 * 7)]


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def test_an_hour_costs_what_its_worse_end_does():
    starts = ((8, 0), (20, 0), (20, 30), (7, 45), (21, 30))
    assert [rules.cost_of(at(h, m), 60, ZoneInfo("UTC")) for h, m in starts] == [0, 0, 1, 1, 3]
    assert rules.cost_of(at(23, 30), 60, ZoneInfo("UTC")) == rules.cost_of(at(5, 45), 60, ZoneInfo("UTC")) == 8


def test_the_least_discomfort_comes_first_and_whoever_had_more_counts_more():
    london, sydney = Member(FIVE[0]), Member(FIVE[4])
    early_in_sydney, late_in_sydney = at(20), at(11)  # 7:00 in Sydney and 20:00 in London; 22:00 and 11:00
    ranked = rules.rank([late_in_sydney, early_in_sydney], 60, NEW_YORK, [london, sydney])
    assert [(choice.starts_at, choice.costs) for choice in ranked] == [
        (early_in_sydney, (0, 1)),
        (late_in_sydney, (0, 3)),
    ]
    night_for_london, night_for_sydney = at(2), at(14)
    both = [night_for_sydney, night_for_london]
    assert rules.rank(both, 60, NEW_YORK, [london, sydney])[0].starts_at == night_for_london, "alike: the sooner"
    tired = Member(FIVE[0], burden=8)
    assert rules.rank(both, 60, NEW_YORK, [tired, sydney])[0].starts_at == night_for_sydney


@given(st.lists(st.sampled_from(QUARTERS), unique=True), st.lists(st.sampled_from(FIVE), min_size=1, max_size=4))
def test_what_is_offered_is_few_apart_and_the_best_of_all(starts: list[datetime], zones: list[ZoneInfo]):
    ranked = rules.rank(starts, 60, NEW_YORK, [Member(zone) for zone in zones])
    offered = rules.spread(ranked, 60, NEW_YORK)
    assert len(offered) <= rules.CHOICES_MOST
    assert bool(offered) == bool(ranked)
    if ranked:
        assert offered[0] == ranked[0]
    begun = sorted(choice.starts_at for choice in offered)
    assert all(later - sooner >= timedelta(minutes=60) for sooner, later in pairwise(begun))


def test_there_is_something_to_choose_from_on_several_days():
    starts = [at(hour, day=day) for day in (1, 2, 3, 4) for hour in range(14, 20)]
    ranked = rules.rank(starts, 60, NEW_YORK, [Member(NEW_YORK)])
    days = [choice.starts_at.astimezone(NEW_YORK).date() for choice in rules.spread(ranked, 60, NEW_YORK)]
    assert len(days) == 6 and len(set(days)) == 4 and max(days.count(day) for day in days) == rules.A_DAY_MOST


def test_an_hour_that_comes_twice_is_offered_once_and_comes_back_the_same():
    first = datetime(2027, 11, 7, 5, tzinfo=UTC)  # 1:00 EDT, and an hour later 1:00 EST
    ranked = rules.rank([first, first + timedelta(hours=1)], 60, NEW_YORK, [Member(NEW_YORK)])
    assert [choice.starts_at for choice in ranked] == [first]
    assert not rules.is_typed_time_there(date(2027, 3, 14), time(2, 30), NEW_YORK)


def test_five_zones_through_both_changes_keep_the_wall_clock_of_the_cohort_and_everybody_is_warned():
    """A meeting at 17:00 in London, each week from February to November: in whose weeks it moves, and by how much."""
    london, zones = FIVE[0], {zone.key: zone for zone in FIVE}
    moves, local = {}, {}
    for week in range(40):
        on = date(2027, 2, 22) + timedelta(weeks=week)
        instant = rules.instant(on, time(17), london)
        assert rules.on_the_wall(instant, london) == (on, time(17))
        if found := shifted(zones, london, on, time(17)):
            moves[on] = found
        local[on] = [instant.astimezone(zone).strftime("%H:%M") for zone in FIVE]
    assert local[date(2027, 3, 1)] == ["17:00", "12:00", "14:00", "22:30", "04:00"]
    assert local[date(2027, 3, 15)] == ["17:00", "13:00", "14:00", "22:30", "04:00"]  # New York is ahead of London
    assert local[date(2027, 3, 29)] == ["17:00", "12:00", "13:00", "21:30", "03:00"]  # London has followed
    assert local[date(2027, 4, 5)] == ["17:00", "12:00", "13:00", "21:30", "02:00"]  # and Sydney gone back
    assert local[date(2027, 11, 1)] == ["17:00", "13:00", "14:00", "22:30", "04:00"]
    assert local[date(2027, 11, 8)] == ["17:00", "12:00", "14:00", "22:30", "04:00"]
    all_but_london = {zone.key for zone in FIVE[1:]}
    new_york, sydney = {FIVE[1].key}, {FIVE[4].key}
    assert {monday: (set(found), set(found.values())) for monday, found in moves.items()} == {
        date(2027, 3, 8): (new_york, {60}),  # from its Sunday on, when New York goes forward
        date(2027, 3, 15): (new_york, {60}),
        date(2027, 3, 22): (all_but_london, {-60}),  # from its Sunday on, when London does
        date(2027, 3, 29): (all_but_london, {-60}),
        date(2027, 4, 5): (sydney, {-60}),
        date(2027, 9, 27): (sydney, {60}),
        date(2027, 10, 4): (sydney, {60}),
        date(2027, 10, 25): (all_but_london, {60}),
        date(2027, 11, 1): (all_but_london, {60}),
        date(2027, 11, 8): (new_york, {-60}),
    }


def test_a_group_that_hasnt_agreed_gets_the_hour_with_the_fewest_noes():
    assert rules.best({7: [True, False], 8: [True], 9: [True, True]}) == 9
    assert rules.best({7: [], 8: []}) == 7
    assert rules.best({7: [False, False], 8: [False]}) == 8
    assert rules.best({}) is None
