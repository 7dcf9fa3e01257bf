"""Packaging a video, beside the bare ffmpeg command for the same work: what probing, caging and verifying cost."""

import resource
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import imageio_ffmpeg

from media.ladder import ladder
from media.package import package
from media.plan import command
from media.probe import probe
from media.storyboard import storyboard
from tests.bench.clips import repeated
from tests.bench.rows import Row

RUNS = 3
REPEATS = 3  # 16 s of video


def measure(folder: Path) -> list[Row]:
    """Ours and the bare command in turn, so that a busy moment meets both."""
    clip = repeated(REPEATS, folder / "source.mp4")
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    for run in range(RUNS):
        words = _prepare(clip, folder / f"bare-{run}")
        bare.append(_cost(partial(_run, words, folder / f"bare-{run}")))
        ours.append(_cost(partial(package, clip, folder / f"ours-{run}")))
    goals = ("≤ 1.05 ×", "≤ 1.03 ×")
    names = ("transcode.wall", "transcode.cpu")
    figures = zip(names, zip(*ours, strict=True), zip(*bare, strict=True), goals, strict=True)
    return [Row(name, median(mine), "s", median(theirs), goal) for name, mine, theirs, goal in figures]


def _prepare(clip: Path, into: Path) -> list[str]:
    """The command that the package would run; its folders are made."""
    seen = probe(clip)
    rungs = ladder(seen)
    for rung in rungs:
        (into / rung.name).mkdir(parents=True)
    program = Path(imageio_ffmpeg.get_ffmpeg_exe())
    return command(program, clip, seen, rungs, storyboard(rungs[0], seen.duration_ms))


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _cost(deed: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds, children included."""
    begun, spent = time.perf_counter(), _spent()
    deed()
    return time.perf_counter() - begun, _spent() - spent


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
