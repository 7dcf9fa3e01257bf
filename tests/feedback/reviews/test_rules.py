"""Moments as they are written, what a review says as a whole, and how ratings go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.core.timecode import ms_of, timecode
from lms.feedback.reviews import chart, rules
from lms.feedback.reviews.rules import Point, RatedBy
from lms.program.rules import Competency

DAY = datetime(2026, 9, 1, tzinfo=UTC)
CALM = Competency("C1", "Calm", [("not yet", ""), ("emerging", ""), ("ready", ""), ("steady", "")])


@pytest.mark.parametrize(
    ("text", "ms"),
    [("3:12", 192_000), ("0:00", 0), (" 75:00 ", 4_500_000), ("1:03:12", 3_792_000), ("3:60", None), ("later", None)],
)
def test_a_moment_is_read_as_players_say_it(text: str, ms: int | None):
    assert ms_of(text) == ms


@given(some.integers(0, 20_000))
def test_what_is_said_of_a_moment_means_it_again(seconds: int):
    assert ms_of(timecode(seconds * 1000)) == seconds * 1000


@pytest.mark.parametrize(
    ("start", "end", "is_sound"),
    [
        (None, None, True),
        (None, 5, False),
        (0, None, True),
        (9000, 9001, True),
        (9000, 8000, False),
        (60_001, None, False),
    ],
)
def test_a_range_lies_in_its_recording(start: int | None, end: int | None, is_sound: bool):
    assert (rules.range_fault(start, end, 60_000) is None) == is_sound


def test_levels_that_make_no_sense_say_nothing():
    sent = {"level-C1": "3", "level-C2": "5", "level-C9": "1", "level-C3": "-1", "level-C4": "0"}
    judged = [Competency(code, code, CALM.levels) for code in ("C1", "C2", "C3", "C4", "C5")]
    assert rules.levels_in(sent, judged) == {"C1": 3, "C4": 0}


def test_growth_leaves_out_what_was_not_observed():
    points = [
        Point("C1", by, level, DAY + timedelta(days=day))
        for by, level, day in [
            (RatedBy.TRAINER, 1, 0),
            (RatedBy.TRAINER, 0, 1),
            (RatedBy.TRAINER, 3, 2),
            (RatedBy.SELF, 2, 2),
        ]
    ]
    [line, none] = rules.lines(points, ["C1", "C2"])
    assert ([p.level for p in line.trainer], [p.level for p in line.self]) == ([1, 3], [2])
    assert (line.latest, line.change) == (3, 2)
    assert (none.latest, none.change) == (None, None)
    drawn = chart.spark(line, 4)
    assert drawn.path == f"{chart.MARGIN},{chart.HEIGHT - chart.MARGIN} {chart.WIDTH - chart.MARGIN},24"
    assert drawn.own[0].x == chart.WIDTH - chart.MARGIN
