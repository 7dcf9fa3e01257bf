"""What the worker does about erasures: goes on with each until it is at its end."""

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from lms.core import clock, storage
from lms.core.db import db, transaction
from lms.erasure import actions, queries
from lms.erasure.parts import PARTS

log = logging.getLogger(__name__)
_lane = threading.Lock()


def carry_on(home: Path) -> None:
    """Erase what is asked for. What fails, because the media store is away or another machine's worker is at the same,
    is tried again at the next sweep."""
    if not _lane.acquire(blocking=False):
        return  # this process is at it
    try:
        waiting = queries.unfinished()
        db.remove()
        for erasure_id in waiting:
            try:
                erase(erasure_id, home)
            except (OSError, storage.Fault, IntegrityError) as fault:
                log.warning("erasure %s: interrupted by %s; tried again", erasure_id, type(fault).__name__)
    finally:
        _lane.release()


def erase(erasure_id: int, home: Path) -> None:
    """Take one erasure to its end. Raises OSError or storage.Fault where the media store holds on to something."""
    for part in PARTS:
        actions.erase(erasure_id, part.code, home, clock.now())
    with transaction():
        actions.finish(erasure_id, clock.now())
