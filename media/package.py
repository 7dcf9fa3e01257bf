"""Makes a folder of HLS streams, a poster and a storyboard from an upload; puts it in place whole or not at all.

Work happens in a sibling folder `<name>.work`, what may be shown meanwhile lies in `<name>.preview`. Whatever ends the
run, nothing is left but the source or the result; what a killed run left is cleared by the next one.
"""

import errno
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import imageio_ffmpeg

from media import playlist, preview
from media.encode import Limits, Progress, encode, is_full
from media.errors import Broken, DiskFull, Unplayable
from media.ladder import Rung, ladder
from media.plan import PLAIN_SIZE, SOUND, command, heard, packets
from media.playlist import MASTER
from media.preview import Growing, Publish
from media.probe import Probe, probe
from media.storyboard import STORYBOARD, Storyboard, cues, storyboard
from media.verify import Verified, verify, verify_heard
from media.waveform import METERED, waveform

log = logging.getLogger(__name__)

WAVEFORM = "waveform.json"
USUAL = Limits()
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NOTHING_LEFT = 64 << 10  # bytes; below it, an incomplete result is the disk's fault


@dataclass(frozen=True)
class Packaged:
    """What lies in the new folder."""

    duration_ms: int
    width: int
    height: int
    """Of the poster, where there is no picture."""
    has_audio: bool
    rungs: tuple[Rung, ...]
    """Best first; each has its folder by `name`. None where there is no picture."""

    @property
    def has_picture(self) -> bool:
        return bool(self.rungs)


@dataclass(frozen=True)
class _Run:
    """What one call was asked for."""

    source: Path
    work: Path
    preview: Path
    program: Path
    limits: Limits
    on_progress: Callable[[Progress], None]
    on_preview: Publish | None
    is_cancelled: Callable[[], bool]


def package(
    source: Path,
    into: Path,
    *,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_preview: Publish | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    limits: Limits = USUAL,
    ffmpeg: Path | None = None,
) -> Packaged:
    """`into` must not exist, its parent must. `on_progress` and `is_cancelled` are called at least every second.
    `on_preview` is handed what can be shown already, some files each time, which it has to take before it returns.

    Raises Unplayable, DiskFull, TookTooLong, Broken or Cancelled; then there is no `into`, and the source is as it was.
    """
    if into.exists():
        raise FileExistsError(f"{into} is there already")
    program = ffmpeg or Path(imageio_ffmpeg.get_ffmpeg_exe())
    work, shown = into.with_suffix(".work"), into.with_suffix(".preview")
    run = _Run(source, work, shown, program, limits, on_progress, on_preview, is_cancelled)
    try:
        _empty(work, shown)
        made = _make(run)
        work.rename(into)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull from error
        raise
    finally:
        for folder in (work, shown):
            shutil.rmtree(folder, ignore_errors=True)
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


def _make(run: _Run) -> Packaged:
    seen = probe(run.source)
    refuse_too_long(seen, run.limits)
    if not seen.has_picture:
        return _sound_alone(run, seen)
    rungs = ladder(seen)
    publish = run.on_preview
    is_shown = publish is not None and preview.at_once(run.program, run.source, run.preview, seen, rungs[0], publish)
    try:
        return _attempt(run, seen, rungs, is_shown)
    except _DamagedCopy as fault:
        log.info("encoded after all: %s", fault)
    _empty(run.work, run.preview)
    return _attempt(replace(run, on_preview=None), seen, ladder(seen, copying=False), is_shown)


def _sound_alone(run: _Run, seen: Probe) -> Packaged:
    """It is made in so little time that nothing is shown before."""
    (run.work / SOUND).mkdir()
    limits, words = run.limits, heard(run.program, run.source, seen)
    bounds = limits.bounds(seen.duration_ms / 1000)
    told = (run.on_progress, run.is_cancelled)
    try:
        encode(words, run.work, packets(seen), bounds, limits.spare_bytes, *told, reads=[run.source])
        verified = verify_heard(run.work, seen)
    except Broken as error:
        if full := _disk_full(run):
            raise full from error
        raise
    return _finish(run.work, seen, verified, None)


def _disk_full(run: _Run) -> DiskFull | None:
    """What an incomplete result really is, where the disk has no room left."""
    return DiskFull() if is_full(run.work, max(run.limits.spare_bytes, NOTHING_LEFT)) else None


class _DamagedCopy(Exception):
    """The source's own pictures can't serve as a rung: there is a fault among them, or they don't fit after all."""


def _attempt(run: _Run, seen: Probe, rungs: list[Rung], is_shown: bool) -> Packaged:
    for folder in (*(rung.name for rung in rungs), SOUND):
        (run.work / folder).mkdir()
    board = storyboard(rungs[0], seen.duration_ms)
    publish = run.on_preview
    growing = Growing(run.work, run.preview, seen, rungs, publish, is_shown=is_shown) if publish else None
    is_copied = rungs[0].is_copied
    try:
        complaints = _encode(run, seen, rungs, board, growing)
        if is_copied and complaints:
            raise _DamagedCopy(complaints)
        verified = verify(run.work, seen, rungs, board)
    except Broken as error:
        if full := _disk_full(run):
            raise full from error
        if is_copied:
            raise _DamagedCopy(error.detail) from error
        raise
    made = _finish(run.work, seen, verified, board)
    if growing:
        growing.end(verified)
    return made


def _encode(run: _Run, seen: Probe, rungs: list[Rung], board: Storyboard, growing: Growing | None) -> str:
    seconds = seen.duration_ms / 1000
    return encode(
        command(run.program, run.source, seen, rungs, board),
        run.work,
        round(seconds * rungs[0].fps),
        run.limits.bounds(seconds),
        run.limits.spare_bytes,
        run.on_progress,
        run.is_cancelled,
        growing.look if growing else lambda: None,
        [run.source],
    )


def _empty(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()


def _finish(work: Path, seen: Probe, verified: Verified, board: Storyboard | None) -> Packaged:
    has_audio = seen.audio_index is not None
    for folder, found in verified.lists.items():
        (work / folder / "index.m3u8").write_text(playlist.media(found, 1, is_complete=True))
    (work / MASTER).write_text(playlist.master(verified.variants, has_audio, verified.heard))
    (work / STORYBOARD).write_text(cues(board, seen.duration_ms) if board else preview.NO_TILES)
    if has_audio:
        (work / WAVEFORM).write_text(waveform((work / METERED).read_text(), seen.duration_ms))
        (work / METERED).unlink()
    else:
        (work / SOUND).rmdir()
    rungs = tuple(variant.rung for variant in verified.variants)
    width, height = (rungs[0].width, rungs[0].height) if rungs else PLAIN_SIZE
    return Packaged(
        duration_ms=seen.duration_ms,
        width=width,
        height=height,
        has_audio=has_audio,
        rungs=rungs,
    )
