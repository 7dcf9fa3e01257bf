"""What is asked about uploads and videos."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from lms.core.db import db
from lms.videos.models import Upload, Video
from lms.videos.rules import UPLOAD_WAITS


def upload(key: str, person_id: int | None) -> Upload | None:
    """Somebody's own upload; another's isn't there."""
    return db.scalar(select(Upload).where(Upload.key == key, Upload.person_id == person_id))


def bytes_to_come() -> int:
    """What the uploads that have begun will still take of the disk."""
    return db.scalar(select(func.coalesce(func.sum(Upload.size - Upload.received), 0))) or 0


def upload_keys() -> set[str]:
    """Every upload that has begun and isn't a video yet."""
    return set(db.scalars(select(Upload.key)))


def forgotten_uploads(now: datetime) -> Sequence[Upload]:
    """Uploads that haven't moved for so long that they won't."""
    return db.scalars(select(Upload).where(Upload.moved_at < now - UPLOAD_WAITS)).all()


def video(video_id: int) -> Video | None:
    """A video by number."""
    return db.get(Video, video_id)


def video_by_key(key: str) -> Video | None:
    """A video by the key of the upload that it came from."""
    return db.scalar(select(Video).where(Video.key == key))
