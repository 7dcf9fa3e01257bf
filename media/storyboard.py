"""The small pictures shown while scrubbing: how often, how large, and the WebVTT that finds each. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from media.ladder import Rung

STORYBOARD = "storyboard.vtt"
COLUMNS, ROWS = 5, 5
SHORT_SIDE = 90
LONGEST_SIDE = 320


@dataclass(frozen=True)
class Storyboard:
    """One tile each `step` pictures, 25 tiles a sheet."""

    step: int
    interval: Fraction
    """Seconds from tile to tile: exactly `step` pictures."""
    width: int
    height: int

    @property
    def sheet(self) -> str:
        """Name pattern of the sheets, counted from one."""
        return "storyboard-%03d.jpg"


def storyboard(rung: Rung, duration_ms: int) -> Storyboard:
    """Denser where the video is short: each two seconds to five minutes, five to half an hour, then ten."""
    minutes = duration_ms / 60_000
    wanted = 2 if minutes <= 5 else 5 if minutes <= 30 else 10
    step = max(1, round(wanted * rung.fps))
    scale = min(SHORT_SIDE / min(rung.width, rung.height), LONGEST_SIDE / max(rung.width, rung.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (rung.width, rung.height))
    return Storyboard(step, step / rung.fps, width, height)


def cues(board: Storyboard, duration_ms: int) -> str:
    """The WebVTT file."""
    return "WEBVTT\n" + "".join(_cue(board, number, duration_ms) for number in range(_tiles(board, duration_ms)))


def sheets(board: Storyboard, duration_ms: int) -> list[str]:
    """Names of the sheets that `cues` points at."""
    return [board.sheet % (number + 1) for number in range(ceil(_tiles(board, duration_ms) / (COLUMNS * ROWS)))]


def _tiles(board: Storyboard, duration_ms: int) -> int:
    return max(1, ceil(duration_ms / (board.interval * 1000)))


def _cue(board: Storyboard, number: int, duration_ms: int) -> str:
    start = int(number * board.interval * 1000)
    end = max(start + 1, min(int((number + 1) * board.interval * 1000), duration_ms))
    sheet, tile = divmod(number, COLUMNS * ROWS)
    x, y = tile % COLUMNS * board.width, tile // COLUMNS * board.height
    place = f"{board.sheet % (sheet + 1)}#xywh={x},{y},{board.width},{board.height}"
    return f"\n{_clock(start)} --> {_clock(end)}\n{place}\n"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
