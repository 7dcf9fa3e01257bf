"""Dates of cohorts and due times, with both published cohorts date by date."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.cohorts.rules import NoSuchTime, Pattern, can_join, class_dates, due_at, instant

NEW_YORK = ZoneInfo("America/New_York")
SUMMER = ["06-04", "06-06", "06-11", "06-13", "06-18", "06-25", "06-27", "07-09", "07-11", "07-16", "07-18", "07-23"]
FALL = ["09-17", "09-24", "10-01", "10-08", "10-15", "10-29", "11-05", "11-12", "11-19", "11-26", "12-03", "12-10"]


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2024-{text}") for text in texts]


def test_the_summer_cohort_has_exactly_its_published_dates_and_hours():
    dates = class_dates(Pattern.TWICE_WEEKLY, date(2024, 6, 4), 12, days("06-20", "07-02", "07-04"))
    assert dates == days(*SUMMER)
    assert {instant(day, time(12), NEW_YORK).astimezone(UTC).hour for day in dates} == {16}


def test_the_fall_cohort_has_exactly_its_published_dates_and_hours_across_the_clock_change():
    dates = class_dates(Pattern.WEEKLY, date(2024, 9, 17), 12, days("10-22"))
    assert dates == days(*FALL)
    assert [instant(day, time(11), NEW_YORK).hour for day in dates] == [15] * 6 + [16] * 6


def test_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(NoSuchTime, match="doesn't exist on March 9, 2025"):
        instant(date(2025, 3, 9), time(2, 30), NEW_YORK)


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert instant(date(2024, 11, 3), time(1, 30), NEW_YORK) == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)


def test_weekly_work_is_due_a_day_before_the_next_class():
    starts = [instant(day, time(11), NEW_YORK) for day in days(*FALL)]
    assert due_at(starts, 0, None, NEW_YORK) == datetime(2024, 9, 23, 15, 0, tzinfo=UTC)
    # class 6 is summer time, class 7 winter time; the day before is 24 hours, not "the same hour"
    assert due_at(starts, 5, None, NEW_YORK) == starts[6] - timedelta(hours=24)


def test_over_a_skipped_week_work_waits_for_the_next_class():
    starts = [instant(day, time(11), NEW_YORK) for day in days(*FALL)]
    assert due_at(starts, 4, None, NEW_YORK) == datetime(2024, 10, 28, 15, 0, tzinfo=UTC)


def test_work_between_classes_two_days_apart_is_due_two_hours_before_the_next():
    starts = [instant(day, time(12), NEW_YORK) for day in days(*SUMMER)]
    assert due_at(starts, 0, None, NEW_YORK) == datetime(2024, 6, 6, 14, 0, tzinfo=UTC)
    assert due_at(starts, 1, None, NEW_YORK) == datetime(2024, 6, 10, 16, 0, tzinfo=UTC)


def test_the_last_work_is_due_two_weeks_after_its_class_at_the_end_of_that_day():
    starts = [instant(day, time(11), NEW_YORK) for day in days(*FALL)]
    assert due_at(starts, 11, None, NEW_YORK) == datetime(2024, 12, 25, 4, 59, tzinfo=UTC)
    assert due_at(starts, 11, 14, NEW_YORK) == datetime(2024, 12, 25, 4, 59, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "opens"), [(-11, False), (-10, True), (0, True), (119, True), (120, False)])
def test_the_way_into_a_class_opens_ten_minutes_before_and_closes_at_its_end(minutes: int, opens: bool):
    start = datetime(2026, 1, 6, 16, tzinfo=UTC)
    assert can_join(start + timedelta(minutes=minutes), start, start + timedelta(hours=2)) is opens


@given(
    st.sampled_from(Pattern),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 30),
    st.lists(st.integers(0, 120), max_size=10),
)
def test_any_pattern_gives_that_many_rising_dates_and_none_that_is_skipped(pattern, first_on, count, gaps):
    skipped = [first_on + timedelta(days=gap) for gap in gaps]
    dates = class_dates(pattern, first_on, count, skipped)
    assert len(dates) == count
    assert dates == sorted(set(dates))
    assert not set(dates) & set(skipped)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(2, 20), st.sampled_from(Pattern))
def test_work_is_due_after_its_class_and_before_the_next(first_on, count, pattern):
    starts = [instant(day, time(11), NEW_YORK) for day in class_dates(pattern, first_on, count)]
    for index in range(count - 1):
        assert starts[index] < due_at(starts, index, None, NEW_YORK) < starts[index + 1]
