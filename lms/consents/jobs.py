"""What the worker does about recordings: deletes those whose time is up."""

import logging
from pathlib import Path

from lms.consents import actions, queries
from lms.core import clock
from lms.core.db import db, transaction
from lms.videos.models import Video

log = logging.getLogger(__name__)


def erase_expired(home: Path) -> None:
    """Delete each video whose last day is over. One that fails is tried again at the next sweep."""
    waiting = queries.due_for_erasure(clock.now())
    db.remove()
    for video_id in waiting:
        try:
            _erase(video_id, home)
        except OSError:
            log.exception("video %s: deleting ended; tried again", video_id)


def _erase(video_id: int, home: Path) -> None:
    with transaction():
        actions.begin_erasure(db.get_one(Video, video_id), clock.now())
    with transaction():
        video = db.get_one(Video, video_id)
        actions.finish_erasure(actions.begin_erasure(video, clock.now()), video, home, clock.now())
