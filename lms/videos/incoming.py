"""A file that came in pieces, on its way to become a video."""

from pathlib import Path

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.videos import actions, queries
from lms.videos.actions import Source


def keep(upload_key: str | None, person_id: int, home: Path) -> Source | None:
    """The bytes that were sent, in the media store; None if they are a video already. Raises Refused("file").

    Ends the transaction that it finds: nobody waits for a lock while gigabytes are read.
    """
    if not upload_key:
        raise Refused("Choose a file first. Uploading needs JavaScript: please switch it on.", "file")
    upload = queries.upload(upload_key, person_id, clock.now())
    if upload is None:
        if queries.video_by_key(upload_key):
            return None
        raise Refused("This upload isn't here any more. Please choose the file again.", "file")
    db.commit()
    return actions.keep_upload(upload, home)
