"""The plan of a week: what is promised holds for whatever waits and whoever has how many minutes."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.feedback.planner.rules import (
    DEEP_EVERY_WEEKS,
    STINT_MOST,
    Depth,
    Plan,
    Planned,
    Trainer,
    Why,
    Work,
    is_due,
    plan,
    stint_s,
    week_begins,
    week_of,
)

WEEK = 2_900
START = week_begins(WEEK)


def work(number: int, **traits: Any) -> Work:
    plain = Work(number, number, START + timedelta(hours=number), 150, 720, frozenset({1}), WEEK - 1)
    return replace(plain, **traits)


@st.composite
def weeks(draw: st.DrawFn, works: int = 14) -> tuple[list[Work], list[Trainer]]:
    """Some works of fewer learners, and one to three trainers with few minutes."""
    trainers = [
        Trainer(number, draw(st.integers(0, 3_000)), draw(st.integers(0, 600)))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    able = st.frozensets(st.sampled_from([trainer.id for trainer in trainers]))
    waits = []
    for number in range(draw(st.integers(0, works))):
        light = draw(st.integers(60, 400))
        waits.append(
            work(
                number,
                learner_id=draw(st.integers(0, 6)),
                waiting_since=START - timedelta(hours=draw(st.integers(0, 99))),
                light_s=light,
                deep_s=light + draw(st.integers(0, 2_000)),
                trainer_ids=draw(able),
                deep_week=WEEK - draw(st.integers(0, 6)),
                is_needed_soon=draw(st.booleans()),
                depth=draw(st.none() | st.sampled_from(Depth)),
            )
        )
    return waits, trainers


def deep(made: Plan) -> list[Planned]:
    return [review for review in made.reviews if review.is_deep]


def due(waits: list[Work]) -> dict[int, list[Work]]:
    """By learner, the works that would do."""
    found: dict[int, list[Work]] = {}
    for each in waits:
        if each.depth is None and is_due(each.deep_week, WEEK):
            found.setdefault(each.learner_id, []).append(each)
    return found


@given(weeks())
def test_nobody_is_given_more_than_their_minutes_but_for_one_review_that_no_week_has_room_for(week):
    waits, trainers = week
    made = plan(waits, trainers, WEEK)
    for trainer in trainers:
        mine = made.of(trainer.id)
        if trainer.id in made.over:
            assert len(mine) == 1 and mine[0].is_deep and mine[0].why in (Why.DUE, Why.HAND)
            assert mine[0].seconds > trainer.week_s, "and no trainer's whole week has room for it"
            assert mine[0].work.learner_id in {late.learner_id for late in made.too_long}
        else:
            assert made.seconds_of(trainer.id) <= trainer.left_s


@given(weeks(works=7))
def test_whoever_is_due_gets_a_deep_review_whenever_there_is_any_way_to_fit_them_all(week):
    waits, trainers = week
    waits = [each for each in waits if each.depth is None]
    wanted = due(waits)
    ways = [[(each, who) for each in works for who in each.trainer_ids] for works in wanted.values()]
    left = {trainer.id: trainer.left_s for trainer in trainers}

    def fits(way: tuple[tuple[Work, int], ...]) -> bool:
        return all(sum(each.deep_s for each, by in way if by == who) <= left[who] for who in left)

    made = plan(waits, trainers, WEEK)
    if any(fits(way) for way in itertools.product(*ways)):
        assert set(wanted) <= {review.work.learner_id for review in deep(made)}
        assert not made.left_out and not made.too_long
    else:
        assert made.left_out or made.too_long, "what doesn't fit is said"


@given(weeks(), st.randoms())
def test_the_same_work_and_trainers_give_the_same_plan_in_whatever_order_they_come(week, chance: random.Random):
    waits, trainers = week
    mixed, others = waits[:], trainers[:]
    chance.shuffle(mixed)
    chance.shuffle(others)
    assert plan(waits, trainers, WEEK) == plan(mixed, others, WEEK)


@given(weeks())
def test_each_work_is_planned_once_for_somebody_who_may_answer_it_as_deep_as_was_chosen(week):
    waits, trainers = week
    made = plan(waits, trainers, WEEK)
    assert len({review.work.id for review in made.reviews}) == len(made.reviews)
    for review in made.reviews:
        assert review.trainer_id in review.work.trainer_ids
        assert review.work.depth in (None, review.depth)
    places = [review.work.place for review in made.reviews]
    assert places == sorted(places), "what is needed soon first, then what has waited longest"


@given(weeks())
def test_no_light_review_is_passed_over_for_one_that_comes_later(week):
    waits, trainers = week
    waits = [each for each in waits if each.depth is not Depth.DEEP and not is_due(each.deep_week, WEEK)]
    alone = trainers[0]
    waits = [work(each.id, light_s=each.light_s, deep_s=10**6, trainer_ids=frozenset({alone.id})) for each in waits]
    made = plan(waits, [alone], WEEK)
    rest, expected = alone.left_s, []
    for each in sorted(waits, key=lambda each: each.place):
        if each.light_s <= rest:
            rest -= each.light_s
            expected.append(each)
    assert [review.work for review in made.reviews] == expected


def test_two_hours_hold_six_deep_reviews_of_twelve_minutes_and_eighteen_light_ones_every_week():
    last = dict.fromkeys(range(24), WEEK)
    for week in range(WEEK + 1, WEEK + 26):
        waits = [work(number, deep_week=last[number]) for number in range(24)]
        made = plan(waits, [Trainer(1, 7_200)], week)
        assert (len(deep(made)), len(made.reviews)) == (6, 24)
        for review in deep(made):
            assert week - last[review.work.learner_id] <= DEEP_EVERY_WEEKS
            last[review.work.learner_id] = week


def test_what_is_needed_soon_comes_before_what_has_waited_longer():
    waits = [work(1), work(2), work(3, is_needed_soon=True)]
    made = plan(waits, [Trainer(1, 300)], WEEK)
    assert [review.work.id for review in made.reviews] == [3, 1]


def test_several_trainers_share_and_nobody_is_given_what_another_is_at():
    waits = [work(number, trainer_ids=frozenset({1, 2})) for number in range(6)]
    waits.append(work(9, trainer_ids=frozenset({2})))
    made = plan(waits, [Trainer(1, 600), Trainer(2, 600)], WEEK)
    assert len(made.reviews) == 7
    assert [review.trainer_id for review in made.reviews if review.work.id == 9] == [2]
    assert {len(made.of(1)), len(made.of(2))} == {3, 4}


def test_musts_that_only_one_way_of_sharing_fits_are_shared_that_way():
    both = frozenset({1, 2})
    waits = [
        work(number, deep_s=minutes * 60, trainer_ids=both, deep_week=WEEK - 4)
        for number, minutes in enumerate((4, 4, 3, 3, 3, 3), 1)
    ]
    made = plan(waits, [Trainer(1, 600), Trainer(2, 600)], WEEK)
    assert len(deep(made)) == 6, (
        "4+3+3 twice; whoever gives each to the freer of both in turn of length ends with 4+3+3"
    )
    assert plan(waits, [Trainer(1, 599), Trainer(2, 600)], WEEK).left_out


def test_a_review_longer_than_any_week_is_planned_alone_and_the_plan_says_so():
    waits = [work(1, deep_s=9_000, deep_week=WEEK - 5), work(2)]
    made = plan(waits, [Trainer(1, 7_200)], WEEK)
    assert [(review.work.id, review.depth) for review in made.reviews] == [(1, Depth.DEEP)]
    assert made.over == {1} and [late.id for late in made.too_long] == [1]


def test_a_used_up_week_plans_nothing_more():
    assert plan([work(1)], [Trainer(1, 7_200, 7_200)], WEEK).reviews == ()


def test_weeks_begin_on_monday_in_utc():
    assert week_begins(WEEK).weekday() == 0
    last = week_begins(WEEK + 1) - timedelta(milliseconds=1)
    assert (week_of(week_begins(WEEK)), week_of(last)) == (WEEK, WEEK)
    assert week_of(datetime(2026, 11, 23, tzinfo=UTC)) == week_of(datetime(2026, 11, 29, 23, tzinfo=UTC))


def test_an_answer_counts_for_at_most_an_hour_and_never_for_less_than_nothing():
    assert stint_s(START, START + timedelta(minutes=7)) == 420
    assert stint_s(START, START + timedelta(days=2)) == STINT_MOST.total_seconds()
    assert stint_s(START, START - timedelta(minutes=1)) == 0
