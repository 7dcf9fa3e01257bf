"""Packaging a video, beside the bare ffmpeg command for the same sizes: what it costs, and when it can be watched."""

import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from media.package import package
from media.playlist import MASTER
from media.preview import Part
from tests.bench import bare
from tests.bench.clips import as_compatible, as_vp8, repeated
from tests.bench.rows import Row

RUNS = 3
REPEATS = 6  # 32 s of video


class Enough(Exception):
    """It can be watched: the rest isn't waited for."""


def measure(folder: Path) -> list[Row]:
    """Ours and the bare command in turn, so that a busy moment meets both."""
    clip = repeated(REPEATS, folder / "source.mp4")
    vp8 = as_vp8(clip, folder / "vp8.webm")
    ours, theirs = _costs(clip, folder)
    copied, encoded = _costs(as_compatible(clip, folder / "compatible.mp4"), folder)
    return [
        Row("transcode.wall", ours[0], "s", theirs[0], "≤ 1.05 ×"),
        Row("transcode.cpu", ours[1], "s", theirs[1], "≤ 1.03 ×"),
        Row("transcode.copy_cpu", copied[1], "s", encoded[1], "≤ 0.55 ×"),
        _first("transcode.first_playable_s", clip, folder),
        _first("transcode.first_playable_encoded_s", vp8, folder),
    ]


def _costs(clip: Path, folder: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """Wall and processor seconds of ours and of the bare command, medians."""
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for run in range(RUNS):
        place = folder / f"{clip.stem}-{run}"
        words = bare.command(clip, place / "bare")
        theirs.append(_cost(partial(bare.run, words, place / "bare")))
        ours.append(_cost(partial(package, clip, place / "ours", on_preview=lambda part: None)))
    return _medians(ours), _medians(theirs)


def _first(name: str, clip: Path, folder: Path) -> Row:
    """From the moment that the file is there until it can be watched."""
    ours, theirs = [], []
    for run in range(RUNS):
        place = folder / f"{name}-{run}"
        words = bare.command(clip, place / "bare")
        theirs.append(bare.first_segment_s(words, place / "bare"))
        ours.append(_until_shown(clip, place / "ours"))
    return Row(name, median(ours), "s", median(theirs), "≤ 1.15 ×")


def _until_shown(clip: Path, into: Path) -> float:
    begun = time.perf_counter()

    def shown(part: Part) -> None:
        if MASTER in part.names:
            raise Enough

    try:
        package(clip, into, on_preview=shown)
    except Enough:
        return time.perf_counter() - begun
    raise AssertionError("it was never shown")


def _medians(costs: list[tuple[float, float]]) -> tuple[float, float]:
    return median(wall for wall, _ in costs), median(spent for _, spent in costs)


def _cost(deed: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds, children included."""
    begun, spent = time.perf_counter(), _spent()
    deed()
    return time.perf_counter() - begun, _spent() - spent


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
