"""What is asked about uploads and videos."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.core.db import db
from lms.videos.models import PlaybackRevocation, Upload, Video
from lms.videos.rules import HOLDS_ROOM, LONGEST, UPLOAD_WAITS, family


def upload(key: str, person_id: int | None, now: datetime) -> Upload | None:
    """Somebody's own upload; another's isn't there, nor one that has expired."""
    mine = select(Upload).where(Upload.key == key, Upload.person_id == person_id)
    return db.scalar(mine.where(Upload.moved_at >= now - UPLOAD_WAITS))


def bytes_to_come(now: datetime) -> int:
    """What the uploads that are under way will still take of the disk."""
    to_come = select(func.coalesce(func.sum(Upload.size - Upload.received), 0))
    return db.scalar(to_come.where(Upload.moved_at > now - HOLDS_ROOM)) or 0


def held(person_id: int | None = None) -> int:
    """How many bytes all uploaded videos hold, or somebody's, those that are on their way included."""
    kept = select(func.coalesce(func.sum(Video.source_size), 0)).where(Video.erased_at.is_(None))
    coming = select(func.coalesce(func.sum(Upload.size), 0))
    if person_id is not None:
        kept, coming = kept.where(Video.uploaded_by_id == person_id), coming.where(Upload.person_id == person_id)
    return (db.scalar(kept) or 0) + (db.scalar(coming) or 0)


def open_uploads(person_id: int) -> Sequence[Upload]:
    """What somebody has begun to upload, first what hasn't moved for longest."""
    return db.scalars(select(Upload).where(Upload.person_id == person_id).order_by(Upload.moved_at, Upload.id)).all()


def upload_keys() -> set[str]:
    """Every upload that has begun and isn't a video yet."""
    return set(db.scalars(select(Upload.key)))


def stream_keys() -> set[str]:
    """Every stream that a video plays from."""
    return set(db.scalars(select(Video.stream_key).where(Video.stream_key.is_not(None))))


def forgotten_uploads(now: datetime) -> Sequence[Upload]:
    """Uploads that haven't moved for so long that they won't."""
    return db.scalars(select(Upload).where(Upload.moved_at < now - UPLOAD_WAITS)).all()


def video_by_key(key: str) -> Video | None:
    """A video by the key of the upload that it came from."""
    return db.scalar(select(Video).where(Video.key == key))


def own_video(key: str, person_id: int | None) -> Video | None:
    """Somebody's own video by its key; another's isn't there, nor one that is deleted."""
    mine = (Video.key == key, Video.uploaded_by_id == person_id)
    return db.scalar(select(Video).where(*mine, Video.erased_at.is_(None)))


def revoked_after(opened_at: datetime, person_id: int, stream: str) -> datetime | None:
    """When what a person was let play then was first revoked, however long ago."""
    whose = or_(PlaybackRevocation.person_id == person_id, PlaybackRevocation.stream == family(stream))
    return db.scalar(select(func.min(PlaybackRevocation.since)).where(whose, PlaybackRevocation.since > opened_at))


def revoked_since(session: Session, now: datetime) -> Mapping[int | str, int]:
    """By person id or stream, the milliseconds since 1970 of its last revocation that may matter. One statement."""
    rows = session.execute(
        select(PlaybackRevocation.person_id, PlaybackRevocation.stream, func.max(PlaybackRevocation.since))
        .where(PlaybackRevocation.since > now - LONGEST)
        .group_by(PlaybackRevocation.person_id, PlaybackRevocation.stream)
    )
    return {person_id or stream: int(since.timestamp() * 1000) for person_id, stream, since in rows}
