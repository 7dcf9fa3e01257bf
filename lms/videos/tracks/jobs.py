"""What the worker does with text tracks: has the operator's captioner listen to a video.

The captioner is a command: a file in, WebVTT out. It runs in media's cage, and what it writes is read as strictly as
what a trainer uploads.
"""

import logging
import re
import shlex
import shutil
import tempfile
import threading
import time
from pathlib import Path

from lms.core import clock, storage
from lms.core.settings import Settings
from lms.videos.tracks import machine
from lms.videos.tracks.machine import Work
from media import captions
from media.cage import Bounds, Caged
from media.cues import BYTES_MOST
from media.errors import DiskFull, TookTooLong

log = logging.getLogger(__name__)

WALL_LEAST_S = 300.0
WALL_FOR_EACH_S = 6.0  # seconds of work for each second of video: slower isn't worth waiting for
MEMORY = 32 << 30  # address space, of which such programs reserve far more than they use
TELL_EVERY_S = 1.0
PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s?%")

NO_CAPTIONER = "No captioner is set up any more. Please ask the operator, or upload a file."
ENDED_BADLY = "The captioner couldn't do it. Please ask the operator to look at the worker's log, or upload a file."
TOO_LONG = "The captioner took far longer than a video of this length should, so it was stopped."
NO_ROOM = "There was too little room on the disk for the captioner. Please ask the operator, then try again."
UNREADABLE = "What the captioner wrote can't be read as captions: {fault}"

_one_at_a_time = threading.Lock()


class Useless(Exception):
    """The captioner ended and left nothing that can be used; a sentence for the trainer."""


def caption_next(settings: Settings) -> bool:
    """Caption one video, if any waits. False where none does, or where this process is at one already."""
    if not _one_at_a_time.acquire(timeout=1):
        return False
    try:
        work = machine.take(clock.now())
        if work:
            _caption(work, settings)
        return work is not None
    finally:
        _one_at_a_time.release()


def _caption(work: Work, settings: Settings) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=settings.home) as folder:
            machine.finish(work, _listen(work, Path(folder), settings.captioner), clock.now())
    except Useless as fault:
        machine.fail(work, str(fault))
    except TookTooLong:
        machine.fail(work, TOO_LONG)
    except DiskFull:
        machine.fail(work, NO_ROOM)
    except Exception:
        log.exception("video %s: captioning ended at try %s; tried again after the lease", work.video_id, work.number)


def _listen(work: Work, folder: Path, command: str) -> str:
    """Run the command; give what it wrote, as WebVTT of ours."""
    wall_s = WALL_LEAST_S + WALL_FOR_EACH_S * work.duration_ms / 1000
    bounds = Bounds(wall_s, cpu_s=int(wall_s * 64), memory_bytes=MEMORY)
    words = _words(command, work, folder)
    with Caged(words, bounds, folder, _readable(words)) as process:
        told_at, percent = time.monotonic(), 0
        for line in process.lines():
            said = PERCENT.search(line)
            percent = min(99, int(said[1])) if said else percent
            if time.monotonic() - told_at >= TELL_EVERY_S:
                told_at = time.monotonic()
                if not machine.renew(work, percent, clock.now()):
                    raise Useless(machine.GIVEN_UP)
        if process.code:
            log.warning("video %s: the captioner ended with %s: %s", work.video_id, process.code, process.complaints)
            raise Useless(ENDED_BADLY)
    return _read(folder / "captions.vtt")


def _words(command: str, work: Work, folder: Path) -> list[str]:
    first, *rest = shlex.split(command) or [""]
    program = shutil.which(first)
    if program is None:
        raise Useless(NO_CAPTIONER)
    values = {"input": str(_source(work, folder)), "output": str(folder / "captions.vtt"), "language": work.language}
    return [program, *(re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), word) for word in rest)]


def _readable(words: list[str]) -> list[Path]:
    """What the command names, models for one, and what lies beside its program."""
    named = [Path(word) for word in words if Path(word).is_absolute() and Path(word).exists()]
    return [*named, Path(words[0]).resolve().parent]


def _source(work: Work, folder: Path) -> Path:
    store = storage.store()
    return store.path(work.source_key) or store.fetch(work.source_key, folder / "source")


def _read(path: Path) -> str:
    if not path.is_file():
        raise Useless(ENDED_BADLY)
    with path.open("rb") as file:
        found = captions.parse(file.read(BYTES_MOST + 1))
    if found.errors:
        raise Useless(UNREADABLE.format(fault=found.errors[0]))
    return captions.write(found.cues)
