"""Servers as processes of ours: started, waited for, ended."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.kit.waiting import until

STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 20.0


class Missing(Exception):
    """A program that isn't installed; the message says how to get it."""


@contextmanager
def room(name: str, owner: str | None = None) -> Iterator[Path]:
    """A folder that is gone afterwards; `owner` may use it, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix=f"attune-{name}-"))
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(
    command: Sequence[str | Path],
    answers: Callable[[], bool],
    folder: Path,
    owner: str | None = None,
    more: Mapping[str, str] | None = None,
    ends_by: signal.Signals = signal.SIGTERM,
) -> Iterator[None]:
    """The command, running as `owner` in the folder, from when it `answers` to the end of the block.

    A session of its own: Ctrl-C is for the tests, which still need the server while they end.
    """
    environ = os.environ | dict(more or {})
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, user=owner, env=environ, start_new_session=True
        )

    def is_up() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{(folder / 'log').read_text()[-4000:]}")
        return answers()

    try:
        until(f"{command[0]} answers", is_up, STARTS_WITHIN_S)
        yield
    finally:
        process.send_signal(ends_by)
        try:
            process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
