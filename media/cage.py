"""The only place that starts processes: each alone in its group, within limits, gone when we are.

Whatever opens an upload runs here. The cage bounds what a process may use; `walls` shuts everything but its folder, the
files that it was given and the programs of this machine, and the network; `ALLOWED` bounds what ffmpeg may open. It
refuses to know what the process is for.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from media.errors import DiskFull, TookTooLong

FENCE = Path(__file__).with_name("fence.py")
MOST_PIXELS = 4096 * 2304
ALLOWED = {  # input options: stand before -i, or they mean something else
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,mp3",  # no playlist or list of files: those open other files
    "codec_whitelist": "h264,hevc,vp8,vp9,av1,libdav1d,mpeg4,"
    "aac,mp3,mp3float,opus,libopus,vorbis,pcm_s16le",  # no MagicYUV (CVE-2026-8461), no still pictures
    "max_streams": "16",
}
PROGRAMS = (
    *("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/urandom", "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo"),
    *(sys.prefix, sys.base_prefix, str(Path(__file__).parent)),
)
"""What a process may read besides what it is given: programs, libraries and facts about the machine."""
KEPT_COMPLAINTS = 8_000  # bytes of stderr, the last ones


@dataclass(frozen=True)
class Bounds:
    """What one process may use."""

    wall_s: float
    cpu_s: int
    memory_bytes: int = 4 << 30
    file_bytes: int = 256 << 20


class Caged:
    """A running process. Leaving the `with` kills its whole group, whatever happened.

    It may open its own folder, where it may write too, and the files of `reads`; without a folder it writes nowhere."""

    def __init__(self, command: Sequence[str], bounds: Bounds, folder: Path | None, reads: Sequence[Path] = ()) -> None:
        self.code: int | None = None
        self._complaints = b""
        self._ends_at = time.monotonic() + bounds.wall_s
        self._process = subprocess.Popen(
            [*_fence(bounds, [Path(command[0]), *reads], folder), *command],
            cwd=folder or "/",
            env={"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:  # not asked by poll(): until it is reaped, its group's number is its own
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    @property
    def complaints(self) -> str:
        """The end of what it wrote to stderr."""
        return self._complaints.decode(errors="replace").strip()

    def lines(self, tick_s: float = 0.5) -> Iterator[str]:
        """What it says, line by line, and an empty line after each `tick_s` of silence; then `code` is set.

        Raises TookTooLong at the wall or processor limit, DiskFull where one file outgrew its limit."""
        begun = b""
        for piece in self._pieces(tick_s):
            *whole, begun = (begun + piece).split(b"\n")
            yield from (line.decode(errors="replace") for line in whole)
            if not piece:
                yield ""
        self.code = self._process.wait(max(1.0, self._ends_at - time.monotonic()))
        _raise_for(self.code)

    def _pieces(self, tick_s: float) -> Iterator[bytes]:
        with selectors.DefaultSelector() as pipes:
            assert self._process.stdout and self._process.stderr
            pipes.register(self._process.stdout, selectors.EVENT_READ)
            pipes.register(self._process.stderr, selectors.EVENT_READ)
            while pipes.get_map():
                ready = pipes.select(tick_s)
                if time.monotonic() > self._ends_at:
                    raise TookTooLong
                if not ready:
                    yield b""
                for key, _ in ready:
                    piece = os.read(key.fd, 65_536)
                    if not piece:
                        pipes.unregister(key.fileobj)
                    elif key.fileobj is self._process.stdout:
                        yield piece
                    else:
                        self._complaints = (self._complaints + piece)[-KEPT_COMPLAINTS:]


def run(
    command: Sequence[str], bounds: Bounds, folder: Path | None, reads: Sequence[Path] = ()
) -> tuple[int, str, str]:
    """Exit status, all of stdout, the end of stderr. Raises as `Caged.lines` does."""
    with Caged(command, bounds, folder, reads) as process:
        said = "\n".join(line for line in process.lines() if line)
        assert process.code is not None
        return process.code, said, process.complaints


def _fence(bounds: Bounds, reads: Sequence[Path], folder: Path | None) -> list[str]:
    numbers = (os.getpid(), bounds.cpu_s, bounds.memory_bytes, bounds.file_bytes)
    readable = [*PROGRAMS, *(str(path.absolute()) for path in reads)]
    writable = ["/dev/null", *([str(folder.absolute())] if folder else [])]
    return [sys.executable, "-I", "-S", str(FENCE), *map(str, numbers), json.dumps(readable), json.dumps(writable)]


def _raise_for(code: int) -> None:
    if code == -signal.SIGXCPU:
        raise TookTooLong
    if code == -signal.SIGXFSZ:
        raise DiskFull
