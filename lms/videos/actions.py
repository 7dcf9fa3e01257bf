"""What people do with uploads and videos."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import delete

from lms.core import outbox, storage
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.storage import Kept
from lms.people.models import Person
from lms.videos import keeping, pieces, queries, rules
from lms.videos.models import Upload, Video
from lms.videos.rules import VideoState


@dataclass(frozen=True)
class Source:
    """Bytes that are durable and not a video yet."""

    key: str
    file_name: str
    kept: Kept


def begin_upload(person: Person, file_name: str, size: int | None, home: Path, now: datetime) -> Upload:
    """An empty upload, to be sent in pieces; `size` is None where it isn't known yet.

    Raises Refused while too many of somebody's own are under way. One of theirs that hasn't moved for long makes way.
    """
    open_uploads = queries.open_uploads(person.id)
    if len(open_uploads) >= rules.OPEN_MOST:
        stalest = open_uploads[0]
        if now - stalest.moved_at < rules.HOLDS_ROOM:
            raise Refused(
                f"You have {len(open_uploads)} uploads under way. Let one of them end, or come back in an hour.",
            )
        stop_upload(stalest, home)
    upload = Upload(
        key=secrets.token_urlsafe(18),
        person_id=person.id,
        file_name=file_name,
        size=size,
        received=0,
        started_at=now,
        moved_at=now,
    )
    pieces.begin(home, upload.key)
    db.add(upload)
    db.flush()
    return upload


def tell_size(upload: Upload, size: int) -> None:
    """Say how large an upload will be that was begun without a size. Raises Refused where that can't be."""
    if upload.size not in (None, size) or size < upload.received:
        raise Refused("The size of this file was told otherwise before. Please upload it again.")
    upload.size = size


def note_received(upload: Upload, received: int, now: datetime) -> None:
    """Say in the table, too, how far the upload has come."""
    upload.received, upload.moved_at = received, now


def stop_upload(upload: Upload, home: Path) -> None:
    """Throw an upload away."""
    pieces.throw_away(home, upload.key)
    db.delete(upload)


def keep_upload(upload: Upload, home: Path) -> Source:
    """The bytes of an upload that is whole, in the media store. Raises Refused("file") for one that isn't.

    Reads the whole file and asks the database nothing: let go of the transaction before. The upload's own folder goes
    with a later sweep, so that a transaction that fails afterwards loses nothing.
    """
    if pieces.size(home, upload.key) != upload.size:
        raise Refused(
            "This upload isn't complete yet. Choose the same file again and it goes on where it stopped.", "file"
        )
    path = pieces.place(home, upload.key)
    return Source(upload.key, upload.file_name, keeping.keep_file(storage.store(), _source_key(upload.key), path))


def keep_stream(stream: IO[bytes], file_name: str) -> Source:
    """The bytes of a stream, in the media store. As above, ask the database nothing meanwhile."""
    key = secrets.token_urlsafe(18)
    return Source(key, rules.clean_name(file_name), storage.store().put(_source_key(key), stream))


def take(source: Source, by: Person, now: datetime) -> Video:
    """Make a video of bytes that are kept, and have it prepared."""
    video = Video(
        key=source.key,
        file_name=source.file_name,
        source_key=source.kept.key,
        source_size=source.kept.size,
        source_sha256=source.kept.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
        state=VideoState.WAITING,
    )
    db.add(video)
    db.execute(delete(Upload).where(Upload.key == source.key))
    db.flush()
    _ask_for_packaging(video, now)
    return video


def take_file(path: Path, file_name: str, by: Person, now: datetime) -> Video:
    """Make a video of a file on this machine, which stays where it is."""
    with path.open("rb") as stream:
        return take(keep_stream(stream, file_name), by, now)


def retry(video: Video, now: datetime) -> None:
    """Prepare a video once more: one that was refused, waits after a fault of ours, or plays and goes on playing.

    Does nothing to one that is on its way, or gone for good.
    """
    waits_well = video.state is VideoState.WAITING and not video.trouble
    if video.erased_at is None and not waits_well and video.state is not VideoState.PREPARING:
        video.state, video.trouble, video.is_unplayable = VideoState.WAITING, None, False
        video.tries, video.leased_until, video.permille = 0, None, 0
        _ask_for_packaging(video, now)


def stop(video: Video, by: Person) -> None:
    """Stop preparing a video; its worker hears of it within a second. The upload stays, and what plays whole."""
    if video.is_on_its_way:
        video.leased_until = video.seconds_left = None
        if video.is_whole:
            video.state, video.trouble, video.permille = VideoState.READY, None, 1000
        else:
            video.state, video.trouble = VideoState.REFUSED, f"{by.name} stopped preparing it. The upload is kept."
            video.stream_key = None


def _source_key(key: str) -> str:
    return f"sources/{key}/source"


def _ask_for_packaging(video: Video, now: datetime) -> None:
    outbox.post("package-video", f"package:{video.key}:{int(now.timestamp() * 1000)}", {"video_id": video.id})
