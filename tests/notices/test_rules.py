"""When mail goes out, whatever the clocks do where its reader lives."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.notices import rules
from lms.notices.rules import MANNERS, Delivery, Kind, Wishes

ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]
).map(ZoneInfo)
NOW = st.integers(0, 4 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)


def new_york(day: date, at: str, fold: int = 0) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), NEW_YORK).replace(fold=fold).astimezone(UTC)


@given(NOW, ZONES, st.integers(0, 23), st.integers(0, 6))
def test_digests_come_at_their_hour_each_day_and_each_week(now, zone, hour, weekday):
    wishes = Wishes(zone, digest_hour=hour, digest_weekday=weekday)
    for delivery, days in ((Delivery.DAILY, 1), (Delivery.WEEKLY, 7)):
        first = rules.digest_at(now, wishes, delivery)
        assert first and now < first <= now + timedelta(days=days, hours=2)
        then = rules.digest_at(first, wishes, delivery)
        assert then and timedelta(days=days) - HOUR <= then - first <= timedelta(days=days) + HOUR
        local = first.astimezone(zone)
        is_left_out = local.replace(tzinfo=None) != datetime.combine(local.date(), time(hour))
        assert not is_left_out or abs(local.hour - hour) <= 1, "only in the hour that spring leaves out"
        assert delivery is Delivery.DAILY or local.weekday() == weekday


@given(NOW, ZONES, st.sampled_from([Delivery.AT_ONCE, Delivery.APP]))
def test_what_goes_into_no_digest_waits_for_none(now, zone, delivery):
    assert rules.digest_at(now, Wishes(zone), delivery) is None


@given(NOW, ZONES, TIMES, TIMES)
def test_quiet_hours_end_outside_of_themselves_and_within_a_day(now, zone, begin, end):
    if begin == end:
        return
    wishes = Wishes(zone, quiet_from=begin, quiet_until=end)
    until = rules.quiet_until(now, wishes)
    local = now.astimezone(zone).time()
    is_quiet = begin <= local < end if begin < end else not end <= local < begin
    assert (until is not None) == is_quiet
    if until:
        assert now < until <= now + timedelta(hours=25)


@given(NOW, ZONES, TIMES)
def test_without_both_times_nothing_is_quiet(now, zone, at):
    assert rules.quiet_until(now, Wishes(zone)) is None
    assert rules.quiet_until(now, Wishes(zone, quiet_from=at)) is None


SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (new_york(SPRING, "01:30"), new_york(SPRING, "07:00")),  # five hours and a half, not six
        (new_york(AUTUMN, "00:30"), new_york(AUTUMN, "07:00")),
        (new_york(AUTUMN, "01:30", fold=1), new_york(AUTUMN, "07:00")),
        (new_york(SPRING, "22:30"), new_york(SPRING + timedelta(days=1), "07:00")),
        (new_york(SPRING, "07:00"), None),
        (new_york(SPRING, "21:59"), None),
    ],
)
def test_a_night_is_as_long_as_the_clocks_make_it(now: datetime, until: datetime | None):
    assert rules.quiet_until(now, Wishes(NEW_YORK, quiet_from=time(22), quiet_until=time(7))) == until


def test_quiet_hours_that_end_in_an_hour_which_comes_twice_end_again():
    wishes = Wishes(NEW_YORK, quiet_from=time(22), quiet_until=time(1, 30))
    assert rules.quiet_until(new_york(AUTUMN, "01:10"), wishes) == new_york(AUTUMN, "01:30")
    assert rules.quiet_until(new_york(AUTUMN, "01:40"), wishes) is None
    assert rules.quiet_until(new_york(AUTUMN, "01:10", fold=1), wishes) == new_york(AUTUMN, "01:30", fold=1)


def test_a_digest_in_the_hour_that_spring_leaves_out_comes_after_it():
    wishes = Wishes(NEW_YORK, digest_hour=2)
    assert rules.digest_at(new_york(SPRING, "01:00"), wishes, Delivery.DAILY) == new_york(SPRING, "03:00")


def test_every_kind_is_somebody_s_and_can_be_told_from_the_others():
    everybody = set(rules.offered(True, True))
    assert everybody == {kind for kind in Kind if not MANNERS[kind].is_mandatory}
    labels = [MANNERS[kind].label for kind in everybody]
    assert len(set(labels)) == len(labels)


def test_only_what_announces_passes():
    now = datetime(2027, 1, 1, tzinfo=UTC)
    assert rules.has_passed(Kind.WORK_DUE, now, now)
    assert not rules.has_passed(Kind.WORK_DUE, now + HOUR, now)
    assert not rules.has_passed(Kind.CLASSES_MOVED, now - HOUR, now)
    assert not rules.has_passed(Kind.WORK_DUE, None, now)
