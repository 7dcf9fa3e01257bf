"""Folders on this machine's disk that nothing points at any more.

A web server may stand on another machine than the worker: each clears its own disk.
"""

import shutil
import time
from collections.abc import Set
from pathlib import Path

FRESH_S = 3600  # younger folders may belong to a transaction that isn't done yet


def clear(place: Path, known: Set[str] = frozenset()) -> None:
    """Throw away every old folder in the place but the known ones."""
    for folder in place.glob("*"):
        if folder.name not in known and _is_old(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    """Whether nothing in it, however deep, has changed for long."""
    try:
        newest = max(path.stat().st_mtime for path in [folder, *folder.rglob("*")])
    except FileNotFoundError:  # something moves in there
        return False
    return time.time() - newest > FRESH_S
