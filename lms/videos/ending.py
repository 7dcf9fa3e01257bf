"""Letting go of a video for good: its source, its stream with captions and pictures, and copies on this machine.

Everything of a video lies under three folders of the media store, whose names are known from its row.
"""

import shutil
from datetime import datetime
from pathlib import Path

from lms.core import storage
from lms.videos import pieces
from lms.videos.models import Video
from lms.videos.rules import EARLY, VideoState, family

ERASED = "This video’s time was up: it has been deleted for good."


def count(video: Video) -> int:
    """How many files the media store holds of it."""
    return sum(storage.store().count_under(prefix) for prefix in _prefixes(video))


def hide(video: Video, now: datetime) -> None:
    """Nothing plays it or prepares it from now on; its name, which may be somebody's, is forgotten."""
    video.state, video.trouble, video.erased_at = VideoState.REFUSED, ERASED, now
    video.file_name = "deleted"
    video.leased_until = None


def erase(video: Video, home: Path) -> None:
    """Delete all its files. Raises OSError where something is left; again is fine."""
    store = storage.store()
    for prefix in _prefixes(video):
        store.delete_under(prefix)
    pieces.throw_away(home, video.key)
    for left in (home / "work").glob(f"{video.key}.*"):
        shutil.rmtree(left, ignore_errors=True)
    if left_over := count(video):
        raise OSError(f"video {video.id}: {left_over} files are still in the media store")


def _prefixes(video: Video) -> list[str]:
    source = video.source_key.rpartition("/")[0]
    finals = [family(key) for key in (video.stream_key, video.former_stream_key) if key]
    return [source, *finals, *(final + EARLY for final in finals)]
