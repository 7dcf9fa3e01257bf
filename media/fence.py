"""Runs first inside a caged process: closes the doors behind itself, then becomes the command.

A script of its own, because limits set between fork and exec are not safe in a program with threads. Called as
`python -I -S fence.py PARENT_PID CPU_SECONDS MEMORY_BYTES FILE_BYTES READS WRITES COMMAND…`, where READS and WRITES are
paths in JSON. Walls come last, when nothing of ours has to be opened any more.
"""

import ctypes
import json
import os
import resource
import signal
import sys

sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120, the fence starts without pathlib
import walls

SET_DEATH_SIGNAL = 1  # linux/prctl.h


def die_with(parent: int) -> None:
    """Be killed when the worker that started us is, however it ends."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that started this one is gone.")


def limit(kind: int, most: int, grace: int = 0) -> None:
    """Never above what we were given ourselves."""
    _, hard = resource.getrlimit(kind)
    soft, hard = (most, most + grace) if hard == resource.RLIM_INFINITY else (min(most, hard), min(most + grace, hard))
    resource.setrlimit(kind, (soft, hard))


def main() -> None:
    parent, cpu_s, memory_bytes, file_bytes = (int(number) for number in sys.argv[1:5])
    reads, writes = (json.loads(paths) for paths in sys.argv[5:7])
    command = sys.argv[7:]
    if sys.platform == "linux":
        die_with(parent)
        limit(resource.RLIMIT_AS, memory_bytes)
    limit(resource.RLIMIT_CPU, cpu_s, grace=1)  # SIGXCPU says why; at the hard limit comes a mute SIGKILL
    limit(resource.RLIMIT_FSIZE, file_bytes)
    limit(resource.RLIMIT_CORE, 0)
    for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored_by_python, signal.SIG_DFL)
    if sys.platform == "linux":
        walls.raise_all(reads, writes)
    os.execv(command[0], command)  # noqa: S606, becoming the command is the point


if __name__ == "__main__":
    main()
