"""Makes a folder of HLS streams, a poster and a storyboard from an upload; puts it in place whole or not at all.

Work happens in a sibling folder `<name>.work`. Whatever ends the run, nothing is left but the source or the result;
what a killed run left is cleared by the next one.
"""

import errno
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from media import playlist
from media.encode import Limits, Progress, encode, is_full
from media.errors import Broken, DiskFull, Unplayable
from media.ladder import Rung, ladder
from media.plan import POSTER, command
from media.playlist import Variant
from media.probe import Probe, probe
from media.storyboard import Storyboard, cues, storyboard
from media.verify import verify

MASTER = "master.m3u8"
STORYBOARD = "storyboard.vtt"
USUAL = Limits()
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NOTHING_LEFT = 64 << 10  # bytes; below it, an incomplete result is the disk's fault


@dataclass(frozen=True)
class Packaged:
    """What lies in the new folder. Names are relative to it."""

    duration_ms: int
    width: int
    height: int
    has_audio: bool
    rungs: tuple[Rung, ...]
    """Best first; each has its folder by `name`."""
    master: str
    poster: str
    storyboard: str
    size_bytes: int


def package(
    source: Path,
    into: Path,
    *,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    limits: Limits = USUAL,
    ffmpeg: Path | None = None,
) -> Packaged:
    """`into` must not exist, its parent must. `on_progress` and `is_cancelled` are called at least every second.

    Raises Unplayable, DiskFull, TookTooLong, Broken or Cancelled; then there is no `into`, and the source is as it was.
    """
    if into.exists():
        raise FileExistsError(f"{into} is there already")
    program = ffmpeg or Path(imageio_ffmpeg.get_ffmpeg_exe())
    work = into.with_suffix(".work")
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir()
        made = _make(source, work, program, limits, on_progress, is_cancelled)
        work.rename(into)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    on_progress(Progress(1000, 0.0))
    return made


def refuse_too_long(seen: Probe, limits: Limits) -> None:
    """Raises Unplayable."""
    if seen.duration_ms > limits.longest_s * 1000:
        most, minutes = limits.longest_s / 3600, round(seen.duration_ms / 60_000)
        raise Unplayable(
            f"This video is {minutes // 60} h {minutes % 60:02} min long; at most {most:g} hours are possible. "
            "Please cut it into parts and upload them one by one."
        )


def _make(
    source: Path,
    work: Path,
    program: Path,
    limits: Limits,
    on_progress: Callable[[Progress], None],
    is_cancelled: Callable[[], bool],
) -> Packaged:
    seen = probe(source)
    refuse_too_long(seen, limits)
    rungs = ladder(seen)
    board = storyboard(rungs[0], seen.duration_ms)
    for rung in rungs:
        (work / rung.name).mkdir()
    seconds = seen.duration_ms / 1000
    words = command(program, source, seen, rungs, board)
    pictures = round(seconds * rungs[0].fps)
    try:
        encode(words, work, pictures, limits.bounds(seconds), limits.spare_bytes, on_progress, is_cancelled)
        variants = verify(work, seen, rungs, board)
    except Broken as error:
        if is_full(work, max(limits.spare_bytes, NOTHING_LEFT)):
            raise DiskFull from error
        raise
    return _finish(work, seen, variants, board)


def _finish(work: Path, seen: Probe, variants: Sequence[Variant], board: Storyboard) -> Packaged:
    has_audio = seen.audio_index is not None
    (work / MASTER).write_text(playlist.master(variants, has_audio))
    (work / STORYBOARD).write_text(cues(board, seen.duration_ms))
    rungs = tuple(variant.rung for variant in variants)
    return Packaged(
        duration_ms=seen.duration_ms,
        width=rungs[0].width,
        height=rungs[0].height,
        has_audio=has_audio,
        rungs=rungs,
        master=MASTER,
        poster=POSTER,
        storyboard=STORYBOARD,
        size_bytes=sum(file.stat().st_size for file in work.rglob("*") if file.is_file()),
    )
