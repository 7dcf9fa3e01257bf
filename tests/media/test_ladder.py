"""Sizes and rates, by property."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import Unplayable
from media.ladder import ladder
from media.probe import Probe

SIDES = st.integers(2, 4096)
RATES = st.fractions(Fraction(1, 10), 240, max_denominator=1001)


def source(**facts: Any) -> Probe:
    usual: dict[str, Any] = {
        "duration_ms": 60_000, "picture_ms": 60_000, "width": 1280, "height": 720, "fps": Fraction(25),
        "is_variable": False, "video_codec": "h264", "video_index": 0, "rotation": 0, "is_hdr": False,
        "pixel_format": "yuv420p", "is_square": True, "video_bits": 2_000_000,
        "longest_gop_s": 2.0, "mean_gop_s": 2.0, "is_even": True,
        "audio_codec": "aac", "audio_index": 1, "channels": 2, "loudness": -23.0, "gain_db": 7.0,
    }  # fmt: skip
    return Probe(**{**usual, **facts})


@given(SIDES, SIDES, RATES, st.booleans())
def test_no_ladder_goes_up_or_breaks_a_player(width: int, height: int, fps: Fraction, is_variable: bool):
    rungs = ladder(source(width=width, height=height, fps=fps, is_variable=is_variable))
    assert rungs
    for rung in rungs:
        assert rung.width <= width
        assert rung.height <= height
        assert rung.width % 2 == rung.height % 2 == 0
        assert max(rung.width, rung.height) <= 2560
        assert rung.fps <= 30
        assert rung.gop / rung.fps >= 2  # or a keyframe would come just too early to begin a segment
    assert [rung.bits for rung in rungs] == sorted((rung.bits for rung in rungs), reverse=True)
    assert len({rung.name for rung in rungs}) == len(rungs)
    assert len({rung.fps for rung in rungs}) == 1


@pytest.mark.parametrize(
    ("width", "height", "names"),
    [
        (3840, 2160, ["1080p", "720p", "480p", "360p", "240p"]),
        (1920, 1080, ["1080p", "720p", "480p", "360p", "240p"]),
        (1280, 720, ["720p", "480p", "360p", "240p"]),
        (720, 1280, ["720p", "480p", "360p", "240p"]),
        (800, 600, ["600p", "480p", "360p", "240p"]),
        (640, 400, ["400p", "240p"]),
        (64, 36, ["36p"]),
    ],
)
def test_rungs_by_the_short_side(width: int, height: int, names: list[str]):
    assert [rung.name for rung in ladder(source(width=width, height=height))] == names


@pytest.mark.parametrize(
    ("fps", "kept"),
    [
        ("25", "25"),
        ("24", "24"),
        ("24000/1001", "24000/1001"),
        ("30000/1001", "30000/1001"),
        ("60", "30"),
        ("60000/1001", "30000/1001"),
        ("50", "25"),
        ("120", "30"),
        ("3379200/135919", "25"),
        ("1", "1"),
        ("0", "30"),
    ],
)
def test_rates_are_usual_ones(fps: str, kept: str):
    assert ladder(source(fps=Fraction(fps)))[0].fps == Fraction(kept)


def test_a_screen_recording_keeps_its_busy_moments():
    assert ladder(source(fps=Fraction(4), is_variable=True))[0].fps == 15


def test_a_line_is_no_picture():
    with pytest.raises(Unplayable):
        ladder(source(height=1))
