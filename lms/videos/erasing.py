"""What somebody has begun to upload and that never became a video."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.videos import pieces
from lms.videos.models import Upload


def _uploads(whose: Whose) -> Select[Any]:
    return select(Upload.id, Upload.file_name, Upload.received).where(Upload.person_id == whose.id)


def _release_uploads(whose: Whose, home: Path, now: datetime) -> None:
    keys = db.scalars(select(Upload.key).where(Upload.person_id == whose.id)).all()
    db.remove()
    for key in keys:
        pieces.throw_away(home, key)


def _erase_uploads(whose: Whose, now: datetime) -> None:
    db.execute(delete(Upload).where(Upload.person_id == whose.id))


PARTS = (Part("uploads", "Uploads that never ended", _uploads, _erase_uploads, _release_uploads),)
