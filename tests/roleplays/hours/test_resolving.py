"""From wall-clock hours to instants: by a slow definition, and by fixed cases at every kind of clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.roleplays.hours import resolving, rules
from lms.roleplays.hours.resolving import Hours, Tick, comfortable_starts, in_a_row, instants, shift, shifted, starts
from lms.roleplays.hours.rules import QUARTERS, Away, DayException, Window

QUARTER = timedelta(minutes=15)
ZONES = [
    "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Sydney", "Australia/Lord_Howe",
    "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "UTC",
]  # fmt: skip
CHANGES = [datetime(2026, *day, tzinfo=UTC) for day in ((3, 7), (3, 28), (4, 4), (10, 3), (10, 24), (10, 31))]

spans = st.tuples(st.integers(0, QUARTERS), st.integers(0, QUARTERS)).filter(lambda ends: ends[0] != ends[1])
windows = st.builds(
    lambda day, span, suits: Window(day, min(span), max(span), suits), st.integers(0, 6), spans, st.booleans()
)
dates = st.dates(date(2026, 3, 1), date(2026, 11, 10))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Hours, datetime, datetime]:
    """Somebody's hours, and a round; near a change of some clocks, mostly."""
    begin = draw(st.sampled_from(CHANGES)) + draw(st.integers(0, 200)) * QUARTER
    days = [(begin + timedelta(days=n)).date() for n in range(-1, 4)]
    some_day = st.sampled_from(days) | dates
    exceptions = st.builds(
        lambda on, span, free: DayException(on, min(span), max(span), free), some_day, spans, st.booleans()
    )
    busy = st.builds(
        lambda offset, length: (begin + timedelta(minutes=offset), begin + timedelta(minutes=offset + length)),
        st.integers(-600, 4000),
        st.integers(1, 600),
    )
    hours = Hours(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        draw(st.lists(windows, max_size=8)),
        draw(st.lists(exceptions, max_size=3)),
        draw(
            st.lists(
                st.builds(lambda on, more: Away(on, on + timedelta(days=more)), some_day, st.integers(0, 2)), max_size=1
            )
        ),
        draw(st.lists(busy, max_size=3)),
        draw(st.lists(st.builds(Tick, windows, st.sampled_from(ZONES).map(ZoneInfo)), max_size=2)),
    )
    return hours, begin, begin + draw(st.integers(1, 96 * 3)) * QUARTER


def is_free(hours: Hours, at: datetime, only_comfortable: bool = False) -> bool:
    """The definition, one quarter at a time: what does the clock on the wall say?"""

    def within(window: Window, zone: ZoneInfo) -> bool:
        there = at.astimezone(zone)
        return there.weekday() == window.weekday and window.begins <= rules.quarter(there.time()) < window.ends

    wall = at.astimezone(hours.zone)
    quarter = rules.quarter(wall.time())
    said = [x for x in hours.exceptions if x.on == wall.date() and x.begins <= quarter < x.ends]
    if any(not x.is_free for x in said) or any(a.from_on <= wall.date() <= a.to_on for a in hours.away):
        return False
    if any(begins < at + QUARTER and ends > at for begins, ends in hours.busy):
        return False
    if any(x.is_free for x in said):
        return True
    if any(within(w, hours.zone) for w in hours.windows if w.is_comfortable or not only_comfortable):
        return True
    is_day = time(8) <= wall.time() < time(21)
    return any(within(tick.window, tick.zone) for tick in hours.ticks) and (is_day or not only_comfortable)


@settings(max_examples=120)
@given(lives(), st.sampled_from([15, 30, 45, 60, 90, 105]))
def test_a_start_is_one_if_the_clock_on_the_wall_is_within_the_hours_for_all_of_the_meeting(
    life: tuple[Hours, datetime, datetime], minutes: int
):
    hours, begin, end = life
    quarters = [begin + n * QUARTER for n in range((end - begin) // QUARTER)]
    for only_comfortable, found in (
        (False, hours.starts(begin, end, minutes)),
        (True, hours.comfortable_starts(begin, end, minutes)),
    ):
        free = [is_free(hours, at, only_comfortable) for at in quarters]
        wanted = minutes // 15
        expected = [at for n, at in enumerate(quarters) if len(free[n:]) >= wanted and all(free[n : n + wanted])]
        assert instants(found, begin) == expected


@given(st.lists(windows, max_size=12))
def test_a_painted_week_says_the_same_as_its_windows(some: list[Window]):
    week = rules.as_week(some)
    assert rules.is_week(week)
    assert rules.as_week(rules.windows_in(week)) == week
    for window in rules.windows_in(week):
        assert 0 <= window.begins < window.ends <= QUARTERS


@given(st.integers(0, 2**200 - 1), st.integers(1, 300))
def test_quarters_in_a_row(free: int, minutes: int):
    wanted = -(-minutes // 15)
    slow = sum(1 << n for n in range(200) if free >> n & (1 << wanted) - 1 == (1 << wanted) - 1)
    assert in_a_row(free, minutes) == slow


def local_starts(zone: str, window: Window, on: date, minutes: int = 60) -> list[str]:
    """On one date, when an hour can begin: the local time, and how far it is from UTC."""
    begin = datetime.combine(on, time(), UTC) - timedelta(days=1)
    place = ZoneInfo(zone)
    mask = starts([window], [], [], [], place, begin, begin + timedelta(days=3), minutes)
    found = [at.astimezone(place) for at in instants(mask, begin)]
    return [f"{at:%H:%M%z}" for at in found if at.date() == on]


SPRING_AND_AUTUMN = [
    # An hour that doesn't exist: 02:00 to 03:00 is left out, so that of 01:00 to 04:00 two hours are left.
    ("America/New_York", "2026-03-08", (4, 16), "01:00-0500 01:15-0500 01:30-0500 01:45-0500 03:00-0400"),
    ("America/New_York", "2026-03-08", (8, 12), ""),
    # An hour that comes twice counts both times: 01:00 to 02:00 lasts two hours.
    ("America/New_York", "2026-11-01", (4, 8), "01:00-0400 01:15-0400 01:30-0400 01:45-0400 01:00-0500"),
    ("Europe/London", "2026-03-29", (2, 10), "00:30+0000"),
    ("Europe/London", "2026-10-25", (4, 8), "01:00+0100 01:15+0100 01:30+0100 01:45+0100 01:00+0000"),
    ("Australia/Sydney", "2026-10-04", (8, 12), ""),
    ("Australia/Sydney", "2026-04-05", (8, 12), "02:00+1100 02:15+1100 02:30+1100 02:45+1100 02:00+1000"),
    # Half an hour is left out, or comes twice.
    ("Australia/Lord_Howe", "2026-10-04", (8, 12), ""),
    ("Australia/Lord_Howe", "2026-10-04", (6, 12), "01:30+1030"),
    ("Australia/Lord_Howe", "2026-04-05", (6, 8), "01:30+1100"),
    # No change at all.
    ("Asia/Kolkata", "2026-03-29", (72, 76), "18:00+0530"),
    ("America/Sao_Paulo", "2026-10-18", (0, 4), "00:00-0300"),
    # As it was in 2018: midnight itself was left out, and the day before had its last hour twice.
    ("America/Sao_Paulo", "2018-11-04", (0, 8), "01:00-0200"),
    ("America/Sao_Paulo", "2018-02-17", (92, 96), "23:00-0200 23:15-0200 23:30-0200 23:45-0200 23:00-0300"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "on", "span", "expected"), SPRING_AND_AUTUMN)
def test_hours_that_are_left_out_or_come_twice(zone: str, on: str, span: tuple[int, int], expected: str):
    day = date.fromisoformat(on)
    assert local_starts(zone, Window(day.weekday(), *span), day) == expected.split()


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe"])
def test_an_evening_stays_at_six_by_the_clock_all_year(zone: str):
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    place = ZoneInfo(zone)
    mask = starts([Window(1, 72, 76)], [], [], [], place, begin, begin + timedelta(days=364), 60)
    evenings = [at.astimezone(place) for at in instants(mask, begin)]
    assert len(evenings) == 52
    assert {(at.weekday(), at.hour, at.minute) for at in evenings} == {(1, 18, 0)}
    assert len({at.utcoffset() for at in evenings}) == 2


def test_what_isnt_free_wins():
    zone, on = ZoneInfo("Europe/London"), date(2026, 6, 2)
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    end = begin + timedelta(days=7)
    evening = Window(1, 72, 80)
    free = DayException(on, 72, 80, is_free=True)
    assert instants(starts([evening], [free], [Away(on, on)], [], zone, begin, end, 120), begin) == []
    but = DayException(on, 76, 77, is_free=False)
    left = instants(starts([evening], [free, but], [], [], zone, begin, end, 60), begin)
    assert left == [datetime(2026, 6, 2, 17, 0, tzinfo=UTC)]
    busy = (datetime(2026, 6, 2, 18, 59, tzinfo=UTC), datetime(2026, 6, 2, 20, tzinfo=UTC))
    left = instants(starts([evening], [], [], [busy], zone, begin, end, 60), begin)
    assert [at.astimezone(zone).strftime("%H:%M") for at in left] == ["18:00", "18:15", "18:30", "18:45"]


def test_only_painted_comfort_is_comfortable():
    zone, begin = ZoneInfo("UTC"), datetime(2026, 6, 1, tzinfo=UTC)
    week = [Window(0, 0, 8, True), Window(0, 8, 16, False)]
    arguments = ([], [], [], zone, begin, begin + timedelta(days=7), 60)
    assert len(instants(starts(week, *arguments), begin)) == 13
    assert len(instants(comfortable_starts(week, *arguments), begin)) == 5


def test_a_round_has_to_begin_at_a_full_quarter():
    begin = datetime(2026, 6, 1, 0, 7, tzinfo=UTC)
    with pytest.raises(ValueError, match="full quarters"):
        starts([], [], [], [], ZoneInfo("UTC"), begin, begin + timedelta(days=1), 60)


def test_a_menu_is_anchored_to_its_own_zone():
    """Noon in New York is 17:00 in London, and 16:00 in the week between the two changes of the clocks."""
    london = Hours(ZoneInfo("Europe/London"), ticks=[Tick(Window(0, 48, 52), ZoneInfo("America/New_York"))])
    begin = datetime(2026, 10, 19, tzinfo=UTC)
    found = instants(london.starts(begin, begin + timedelta(days=21), 60), begin)
    assert [at.astimezone(london.zone).hour for at in found] == [17, 16, 17]


def test_who_meets_at_another_local_time_than_the_week_before():
    zones = {name: ZoneInfo(name) for name in ZONES[:6]}
    new_york = ZoneInfo("America/New_York")
    assert shifted(zones, new_york, date(2026, 10, 12)) == {}
    assert shifted(zones, new_york, date(2026, 10, 26)) == {
        "Europe/London": -60, "America/Sao_Paulo": 60, "Asia/Kolkata": 60, "Australia/Sydney": 60,
        "Australia/Lord_Howe": 60,
    }  # fmt: skip
    # Of Lord Howe's own change, half an hour.
    assert shift(ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC"), date(2026, 10, 5), time(12)) == 30
    assert shift(ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC"), date(2026, 4, 6), time(12)) == -30
    assert shift(new_york, new_york, date(2026, 11, 2), time(12)) == 0


def test_every_day_of_a_round_is_counted_once():
    zone = ZoneInfo("America/New_York")
    begin = datetime(2026, 10, 31, tzinfo=UTC)
    days = resolving._days(zone, begin, begin + timedelta(days=3))
    bits = sorted(bit for runs in days.values() for run in runs for bit in range(run.bit, run.bit + run.length))
    assert bits == list(range(3 * QUARTERS))
