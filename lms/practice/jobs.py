"""What the worker does for practice."""

from pathlib import Path
from typing import Any

from lms.core import clock, storage
from lms.core.db import db, transaction
from lms.practice import actions
from lms.videos.models import Video


def forget_file(payload: dict[str, Any]) -> None:
    """Carry a letter of the kind `actions.FORGET`."""
    with transaction():
        actions.forget_bytes(storage.store(), payload["key"])


def forget_take(payload: dict[str, Any], home: Path) -> None:
    """Carry a letter of the kind `actions.FORGET_TAKE`."""
    with transaction():
        actions.forget_take(db.get_one(Video, payload["video_id"]), home, clock.now())
