"""Each moment has one small picture, and each picture a place on a sheet that exists."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.ladder import ladder
from media.storyboard import cues, sheets, storyboard
from tests.media.test_ladder import RATES, SIDES, source

CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)")


def ms(hours: str, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


@given(st.integers(1, 6 * 3_600_000), RATES, SIDES, SIDES)
def test_cues_cover_the_video_without_gap_or_overlap(duration_ms: int, fps, width: int, height: int):
    board = storyboard(ladder(source(fps=fps, width=width, height=height))[0], duration_ms)
    found = [(ms(*cue[:4]), ms(*cue[4:8]), cue[8], *map(int, cue[9:])) for cue in CUE.findall(cues(board, duration_ms))]
    assert found[0][0] == 0
    assert found[-1][1] == duration_ms
    assert all(cue[0] < cue[1] for cue in found)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert sorted({cue[2] for cue in found}) == sheets(board, duration_ms)
    assert all(x + w <= 5 * board.width and y + h <= 5 * board.height for *_, x, y, w, h in found)


def test_long_videos_have_fewer_pictures_to_the_minute():
    rung = ladder(source())[0]
    assert [storyboard(rung, minutes * 60_000).step / 25 for minutes in (1, 20, 90)] == [2, 5, 10]
