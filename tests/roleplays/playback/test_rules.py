"""Where a marker lies in a recording, by one moment that is known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.roleplays.playback import rules
from lms.roleplays.playback.rules import Point

AT = datetime(2026, 3, 3, 18, tzinfo=UTC)


def point(after_ms: int, starts_ms: int) -> Point:
    return Point(after_ms, starts_ms, "Worked well", 0, "Rosa", "Lena")


@given(st.integers(0, 3_600_000), st.integers(-600_000, 600_000))
def test_moving_the_start_moves_each_moment_by_as_much(after_ms: int, starts_ms: int):
    assert point(after_ms, starts_ms).at_ms - point(after_ms, 0).at_ms == starts_ms
    assert 0 <= point(after_ms, starts_ms).start_ms < point(after_ms, starts_ms).end_ms


def test_a_moment_is_in_a_recording_from_its_beginning_to_its_end():
    assert point(60_000, 0).is_in(60_000) and point(60_000, 0).is_in(None)
    assert not point(60_000, 0).is_in(59_999)
    assert not point(60_000, -60_001).is_in(600_000)


@pytest.mark.parametrize(
    ("began", "starts_ms"),
    [(-65, 65_000), (20, -20_000), (13 * 3600, None)],
    ids=["before the clock", "after it", "on another day"],
)
def test_what_is_recorded_in_the_room_knows_when_the_clock_started(began: int, starts_ms: int | None):
    assert rules.starts_ms(AT + timedelta(seconds=began), AT) == starts_ms
    assert rules.starts_ms(AT, None) is None


@given(st.integers(-40_000, 40_000))
def test_what_is_said_is_what_is_meant(seconds: int):
    assert rules.meant(rules.said(seconds * 1000)) == seconds * 1000


@pytest.mark.parametrize("text", ["", "soon", "1:5", "1.05", "99:00:00", "--1:05"])
def test_what_means_no_moment_is_none(text: str):
    assert rules.meant(text) is None
