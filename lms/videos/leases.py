"""Which worker packages which video. A lease has a number; whoever was given up for dead can't write any more.

Each function is a short transaction of its own, so that nobody waits for a video to be packaged.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, or_, select, true, update

from lms.core.db import db, transaction
from lms.core.events import publish
from lms.videos import rules
from lms.videos.events import VideoMeasured
from lms.videos.models import Video
from lms.videos.rules import LEASE, ROOM_WAITS, TRIES, VideoState

GIVEN_UP = (
    "Preparing this video ended without a word, several times. The upload is kept. "
    "Start it again; if it fails again, export the video as MP4 (H.264) and upload that."
)


@dataclass(frozen=True)
class Lease:
    """The right to package a video, until it isn't renewed for a minute."""

    video_id: int
    key: str
    source_key: str
    number: int
    plays_from: str | None
    """The whole stream that goes on playing meanwhile, where it is prepared anew."""
    played_from: str | None
    """The one before, which somebody may still be watching."""


def take(now: datetime, most_bytes: int | None = None) -> Lease | None:
    """The video that has waited longest, or that a dead worker left behind; where a size is given, up to that one."""
    with transaction():
        _give_up(now)
        video = db.scalar(
            select(Video)
            .where(Video.state.in_((VideoState.WAITING, VideoState.PREPARING)))
            .where(or_(Video.leased_until.is_(None), Video.leased_until <= now))
            .where(true() if most_bytes is None else Video.source_size <= most_bytes)
            .order_by(Video.uploaded_at, Video.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if video is None:
            return None
        video.state, video.trouble, video.tries = VideoState.PREPARING, None, video.tries + 1
        video.lease_number += 1
        video.leased_until, video.permille, video.seconds_left = now + LEASE, 0, None
        if not rules.is_whole(video.stream_key):
            video.stream_key = None  # a preview that a dead worker left behind doesn't grow any more
        plays_from, played_from = video.stream_key, video.former_stream_key
        return Lease(video.id, video.key, video.source_key, video.lease_number, plays_from, played_from)


def renew(lease: Lease, permille: int, seconds_left: float | None, now: datetime) -> bool:
    """Hold the lease for longer and tell how far it is. False if it isn't ours any more."""
    left = None if seconds_left is None else round(seconds_left)
    return _write(lease, leased_until=now + LEASE, permille=permille, seconds_left=left)


def show(lease: Lease, **facts: Any) -> bool:
    """The video plays already, with these columns. False if the lease isn't ours any more."""
    return _write(lease, **facts)


def finish(lease: Lease, now: datetime, **facts: Any) -> bool:
    """The video is ready, with these columns. False if the lease isn't ours any more."""
    done: dict[str, Any] = {"state": VideoState.READY, "ready_at": now, "permille": 1000}
    if lease.plays_from:
        done["former_stream_key"] = lease.plays_from
    return _write(lease, **done, **_ended(None), **facts)


def refuse(lease: Lease, trouble: str, is_unplayable: bool) -> bool:
    """The video can't be prepared: never, if the file itself is the reason. What played before goes on."""
    if lease.plays_from:
        return _write(lease, state=VideoState.READY, permille=1000, **_ended(trouble))
    refused = {"state": VideoState.REFUSED, "stream_key": None, "is_unplayable": is_unplayable}
    return _write(lease, **refused, **_ended(trouble))


def put_off(lease: Lease, trouble: str, now: datetime) -> bool:
    """Nothing is wrong with the video; it waits for room, or for the media store."""
    ended = _ended(trouble) | {"leased_until": now + ROOM_WAITS}
    return _write(lease, state=VideoState.WAITING, tries=0, permille=0, stream_key=lease.plays_from, **ended)


def _ended(trouble: str | None) -> dict[str, Any]:
    return {"leased_until": None, "seconds_left": None, "trouble": trouble}


def _write(lease: Lease, **columns: Any) -> bool:
    mine = (Video.id == lease.video_id, Video.lease_number == lease.number, Video.state == VideoState.PREPARING)
    with transaction():
        result = db.execute(update(Video).where(*mine).values(**columns))
        assert isinstance(result, CursorResult)
        is_ours = result.rowcount == 1
        if is_ours and "duration_ms" in columns:
            publish(VideoMeasured(lease.video_id))
        return is_ours


def _give_up(now: datetime) -> None:
    dead = (Video.state == VideoState.PREPARING, Video.leased_until <= now, Video.tries >= TRIES)
    is_early = or_(Video.stream_key.is_(None), Video.stream_key.endswith(rules.EARLY, autoescape=True))
    gone = {"state": VideoState.REFUSED, "stream_key": None}
    db.execute(update(Video).where(*dead, is_early).values(**gone, **_ended(GIVEN_UP)))
    db.execute(update(Video).where(*dead).values(state=VideoState.READY, permille=1000, **_ended(GIVEN_UP)))
