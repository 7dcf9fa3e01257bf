"""What counts as watched: nothing that a player says twice, out of order, or faster than it can have played."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.demonstrations import rules as playing
from lms.demonstrations.watching import rules
from lms.demonstrations.watching.ranges import KEPT_MOST, Ranges, first, total_ms, union, without
from lms.demonstrations.watching.rules import Beat, Watched

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LENGTH = 600_000

moments = st.integers(0, LENGTH + 60_000)
some_ranges = st.lists(st.tuples(moments, moments).map(list), max_size=8)
beats = st.builds(Beat, position_ms=moments, ranges=some_ranges, age_ms=st.integers(0, 3_600_000))
waits = st.integers(0, 120_000)


def seconds(ranges: Ranges) -> set[int]:
    """The same as a set of milliseconds in steps, slowly and surely: the oracle."""
    return {moment for start, end in ranges for moment in range(max(0, start), min(end, LENGTH))}


small = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)).map(list), max_size=8)


@given(small)
def test_a_union_holds_just_the_time_of_its_parts(ranges: Ranges):
    joined = union(ranges, 80)
    assert seconds(joined) == {moment for moment in seconds(ranges) if moment < 80}
    assert all(end < start for (_, end), (start, _) in pairwise(joined))
    assert total_ms(joined) == len(seconds(joined))


@given(small, st.randoms())
def test_the_order_and_repetition_of_ranges_dont_matter(ranges: Ranges, random):
    shuffled = ranges * 2
    random.shuffle(shuffled)
    assert union(shuffled, 80) == union(ranges, 80)


@given(small, small)
def test_what_is_new_is_what_wasnt_known(one: Ranges, other: Ranges):
    ranges, known = union(one, 80), union(other, 80)
    assert seconds(without(ranges, known)) == seconds(ranges) - seconds(known)


@given(small, st.integers(0, 100))
def test_the_first_of_some_time_is_no_more_than_asked_for(ranges: Ranges, most: int):
    whole = union(ranges, 80)
    taken = first(whole, most)
    assert sorted(seconds(taken)) == sorted(seconds(whole))[:most]


def heard(said: list[tuple[int, Beat]]) -> list[Watched]:
    """What is kept after each heartbeat, each so many ms after the one before."""
    now, kept = NOW, [rules.begin(NOW)]
    for wait, beat in said:
        now += timedelta(milliseconds=wait)
        kept.append(rules.hear(kept[-1], beat, LENGTH, now, NOW))
    return kept


@given(st.lists(st.tuples(waits, beats), max_size=12))
def test_what_is_watched_never_falls_and_never_outruns_the_clock(said: list[tuple[int, Beat]]):
    kept = heard(said)
    passed = sum(wait for wait, _ in said)
    assert [k.permille for k in kept] == sorted(k.permille for k in kept)
    assert total_ms(kept[-1].ranges) <= min(LENGTH, rules.FASTEST * passed + rules.SLACK_MS)
    assert 0 <= kept[-1].position_ms <= LENGTH
    assert all(0 <= k.permille <= 1000 for k in kept)


@given(st.lists(st.tuples(waits, beats), min_size=1, max_size=6))
def test_a_heartbeat_that_comes_twice_counts_once(said: list[tuple[int, Beat]]):
    said = [(600_000, beat) for _, beat in said]  # so that the clock allows all of it
    once = heard(said)[-1]
    twice = heard([pair for wait, beat in said for pair in ((wait, beat), (0, beat))])[-1]
    assert twice.ranges == once.ranges
    assert twice.permille == once.permille


def test_a_forged_heartbeat_that_claims_everything_gets_no_more_than_the_slack():
    said = [(0, Beat(LENGTH, [[0, LENGTH]])) for _ in range(100)]
    assert total_ms(heard(said)[-1].ranges) <= rules.SLACK_MS


def test_the_first_heartbeat_claims_little_of_even_a_short_video():
    assert rules.hear(rules.begin(NOW), Beat(24_000, [[0, 24_000]]), 24_000, NOW).permille < 250


def test_crumbs_are_not_kept_and_ranges_do_not_grow_without_end():
    hours = 10 * 3_600_000
    crumbs = [Beat(0, [[n * 20_000 + k * 30, n * 20_000 + k * 30 + 1] for k in range(500)]) for n in range(24)]
    assert heard([(60_000, beat) for beat in crumbs])[-1].ranges == []
    kept, now = rules.begin(NOW), NOW
    for n in range(10):
        now += timedelta(hours=1)
        kept = rules.hear(kept, Beat(0, [[t := (n * 500 + k) * 600, t + 300] for k in range(500)]), hours, now, NOW)
    assert len(kept.ranges) <= KEPT_MOST
    end = kept.ranges[-1][1]
    on = rules.hear(kept, Beat(0, [[end - 300, end + 10_000]]), hours, now + timedelta(minutes=1), NOW)
    assert on.ranges[-1][1] == end + 10_000


def test_an_honest_viewer_at_double_speed_gets_everything():
    said = [(0, Beat(0, []))] + [(10_000, Beat(20_000 * n, [[0, 20_000 * n]])) for n in range(1, 31)]
    assert heard(said)[-1].permille == 1000


@dataclass(frozen=True)
class Told:
    """A heartbeat, since when its page was open, and when it arrives."""

    beat: Beat
    opened_at: datetime
    arrives_at: datetime


@st.composite
def told_by_three_devices(draw: st.DrawFn) -> tuple[list[Told], list[list[int]]]:
    """What an honest person's three devices tell, who watches on one after the other, back and forth; all heartbeats
    arrive some time after they were sent, in any order, some twice. And what was really played."""
    now, played = NOW, []
    opened: dict[int, datetime] = {}
    by_device: dict[int, list[list[int]]] = {device: [] for device in range(3)}
    told = []
    for _ in range(draw(st.integers(1, 12))):
        device, wait = draw(st.integers(0, 2)), draw(st.integers(0, 40_000))
        now += timedelta(milliseconds=wait)
        opened.setdefault(device, now)
        start, speed, lasted = draw(st.integers(0, LENGTH)), draw(st.floats(0.5, 2)), draw(st.integers(500, 30_000))
        stretch = [start, min(LENGTH, start + round(lasted * speed))]
        now += timedelta(milliseconds=lasted)
        by_device[device] = union([*by_device[device], stretch], LENGTH)
        played.append(stretch)
        beat = Beat(stretch[1], [*by_device[device]])
        told += [
            Told(beat, opened[device], now + timedelta(milliseconds=late))
            for late in draw(st.lists(st.integers(0, 3_600_000), min_size=1, max_size=2))
        ]
    return sorted(told, key=lambda each: each.arrives_at), played


@given(told_by_three_devices())
def test_three_devices_give_the_union_whatever_order_their_heartbeats_come_in(
    given_: tuple[list[Told], list[list[int]]],
):
    told, played = given_
    kept = rules.begin(told[0].arrives_at)
    for each in told:
        kept = rules.hear(kept, each.beat, LENGTH, each.arrives_at, each.opened_at)
    really = [pair for pair in union(played, LENGTH) if pair[1] - pair[0] >= rules.SHORTEST_MS]
    assert kept.ranges == really


@given(told_by_three_devices(), beats)
def test_replays_forgeries_and_seeking_to_the_end_raise_nothing_that_the_clock_forbids(
    given_: tuple[list[Told], list[list[int]]], forged: Beat
):
    told, _ = given_
    kept = rules.begin(told[0].arrives_at)
    for each in told:
        kept = rules.hear(kept, each.beat, LENGTH, each.arrives_at, each.opened_at)
    end = told[-1].arrives_at
    for replayed in told:
        assert rules.hear(kept, replayed.beat, LENGTH, end, replayed.opened_at).ranges == kept.ranges
    assert rules.hear(kept, Beat(LENGTH, []), LENGTH, end, NOW).permille == kept.permille
    without_a_page = rules.hear(kept, forged, LENGTH, end)
    assert total_ms(without_a_page.ranges) <= total_ms(kept.ranges) + rules.SLACK_MS


def test_seeking_to_the_end_watches_nothing():
    assert heard([(60_000, Beat(LENGTH, []))])[-1].permille == 0


def test_a_position_that_comes_late_doesnt_replace_a_newer_one():
    kept = heard([(60_000, Beat(50_000, [])), (5_000, Beat(9_000, [[0, 9_000]], age_ms=30_000))])[-1]
    assert kept.position_ms == 50_000
    assert kept.ranges == [[0, 9_000]]


def test_whoever_has_seen_the_end_begins_anew():
    assert playing.goes_on_at(LENGTH - 1_000, LENGTH) == 0
    assert playing.goes_on_at(LENGTH // 2, LENGTH) == LENGTH // 2


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=6, unique=True).map(sorted),
    st.integers(1, 3600),
    st.integers(1, 4_000_000),
)
def test_every_chapter_begins_inside_the_video_in_order(starts: list[int], authored_s: int, duration_ms: int):
    authored_s = max(authored_s, starts[-1] + 1)
    chapters = playing.chapters_in([[start, "x"] for start in starts], authored_s, duration_ms)
    begun = [chapter.start_ms for chapter in chapters]
    assert begun == sorted(begun)
    assert all(0 <= start < duration_ms for start in begun)
    if duration_ms >= authored_s * 1000:
        assert begun == [start * 1000 for start in starts]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["position_ms", "ranges", "age_ms"]), inner)
    ),
    max_leaves=8,
)


@given(json)
def test_any_json_at_all_is_a_heartbeat_or_none(said: object):
    beat = rules.beat_from(said)
    if beat:
        rules.hear(rules.begin(NOW), beat, LENGTH, NOW)


NEW_YORK = ZoneInfo("America/New_York")
instants = st.integers(1_700_000_000, 1_900_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(instants, st.integers(0, 30), st.integers(0, 30))
def test_a_recording_is_open_at_its_class_and_neither_long_before_nor_long_after(
    starts_at: datetime, before: int, after: int
):
    ends_at = starts_at + timedelta(hours=2)
    opening = playing.opening(starts_at, ends_at, NEW_YORK, before, after)
    assert opening.is_open(starts_at)
    assert opening.is_open(ends_at - timedelta(minutes=1))
    assert not opening.is_open(starts_at - timedelta(days=before, hours=1, minutes=1))
    assert not opening.is_open(ends_at + timedelta(days=after, hours=1, minutes=1))


def test_days_before_and_after_a_class_keep_its_time_of_day_over_a_change_of_clocks():
    starts_at = datetime(2026, 3, 8, 11, tzinfo=NEW_YORK)  # clocks went forward that night
    opening = playing.opening(starts_at, starts_at + timedelta(hours=2), NEW_YORK, 1, 14)
    assert opening.opens_at == datetime(2026, 3, 7, 11, tzinfo=NEW_YORK)
    assert opening.closes_at == datetime(2026, 3, 22, 13, tzinfo=NEW_YORK)


def test_without_days_there_is_no_bound():
    opening = playing.opening(datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC), NEW_YORK, None, None)
    assert opening.is_open(datetime(1999, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(("age_ms", "kept_ms"), [(0, 0), (3 * 86_400_000, 3 * 86_400_000), (10**15, rules.OLDEST_MS)])
def test_a_heartbeat_may_come_days_later(age_ms: int, kept_ms: int):
    heard = rules.beat_from({"position_ms": 1, "ranges": [[0, 1]], "age_ms": age_ms})
    assert heard and heard.age_ms == kept_ms


@pytest.mark.parametrize("age_ms", [-1, 1.5, True, None, "1"])
def test_an_age_that_is_none_is_no_heartbeat(age_ms: object):
    assert rules.beat_from({"position_ms": 1, "ranges": [], "age_ms": age_ms}) is None


@given(beats, st.integers(0, 600), st.integers(0, 86_400))
def test_who_may_not_play_any_more_watched_no_more_than_they_could_until_then(beat: Beat, allowed_s: int, later_s: int):
    lost = NOW + timedelta(seconds=allowed_s)
    now = lost + timedelta(seconds=later_s)
    heard = rules.hear(rules.begin(now), beat, LENGTH, now, NOW, lost)
    assert heard == rules.hear(rules.begin(now), beat, LENGTH, now, NOW) or later_s
    assert rules.total_ms(heard.ranges) <= rules.FASTEST * allowed_s * 1000 + rules.SLACK_MS
