"""Runs the planned command in the cage: tells progress, heeds cancelling, and watches the disk while it fills."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.cage import Bounds, Caged
from media.errors import Broken, Cancelled, DiskFull

TICK_S = 0.5
LOOK_S = 0.02
TELLING_AFTER_S = 2.0  # before that, the time left is a guess
ALMOST = 990  # permille; the rest is verifying


@dataclass(frozen=True)
class Limits:
    """What one run may use. Times are meant for machines much slower than the one in front of you."""

    longest_s: float = 6 * 3600
    wall_s: float = 120
    wall_per_second: float = 20
    """More wall time for each second of video."""
    memory_bytes: int = 4 << 30
    memory_per_core_bytes: int = 512 << 20
    """More address space for each core: ffmpeg starts threads by their number."""
    file_bytes: int = 256 << 20
    spare_bytes: int = 64 << 20
    """Stop when the disk has less than this left: others need it too."""

    def bounds(self, seconds: float) -> Bounds:
        """For a video of this length; the processor limit counts all cores."""
        cores = os.cpu_count() or 1
        wall_s = self.wall_s + self.wall_per_second * seconds
        memory_bytes = self.memory_bytes + cores * self.memory_per_core_bytes
        return Bounds(wall_s, int(wall_s) * cores, memory_bytes, self.file_bytes)


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    permille: int
    seconds_left: float | None
    """None while nobody can tell."""


def encode(
    command: Sequence[str],
    folder: Path,
    pictures: int,
    bounds: Bounds,
    spare_bytes: int,
    on_progress: Callable[[Progress], None],
    is_cancelled: Callable[[], bool],
    on_moment: Callable[[], None] = lambda: None,
    reads: Sequence[Path] = (),
) -> str:
    """What ffmpeg complained about. `pictures` is how many a rung will have; `command` says each, as `plan` has it.
    `on_moment` is called up to fifty times a second while there is something new, to look at what was made so far.

    Raises Cancelled, DiskFull, TookTooLong or Broken."""
    begun_at = told_at = looked_at = time.monotonic()
    done = 0
    with Caged(command, bounds, folder, reads) as process:
        for line in process.lines(TICK_S):
            done = int(line) + 1 if line.isdigit() else done
            now = time.monotonic()
            if now - looked_at >= LOOK_S:
                on_moment()
                looked_at = time.monotonic()
            if now - told_at < TICK_S:
                continue
            told_at = now
            _stop_if(is_cancelled(), folder, spare_bytes)
            on_progress(how_far(done, pictures, told_at - begun_at))
    if process.code:
        raise Broken(f"ffmpeg ended with {process.code}: {process.complaints}")
    return process.complaints


def how_far(done: int, pictures: int, elapsed_s: float) -> Progress:
    """Where `done` of about `pictures` pictures took `elapsed_s`."""
    part = min(1.0, done / max(1, pictures))
    left = elapsed_s * (1 - part) / part if part and elapsed_s > TELLING_AFTER_S else None
    return Progress(int(ALMOST * part), left)


def is_full(folder: Path, spare_bytes: int) -> bool:
    """Whether the disk has no more than `spare_bytes` left for us."""
    return shutil.disk_usage(folder).free <= spare_bytes


def _stop_if(cancelled: bool, folder: Path, spare_bytes: int) -> None:
    if cancelled:
        raise Cancelled
    if is_full(folder, spare_bytes):
        raise DiskFull
