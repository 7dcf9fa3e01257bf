"""What somebody said by voice, released or not: it goes as any recording does. Words beside it are a message's."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.feedback.voices.models import Voice
from lms.practice.erasing import end_recordings
from lms.videos.models import Video


def _voices(whose: Whose) -> Select[Any]:
    said = select(Video.id, Video.source_size, Video.source_sha256)
    return said.join(Voice, Voice.video_id == Video.id).where(Voice.speaker_id == whose.id)


def _release_voices(whose: Whose, home: Path, now: datetime) -> None:
    end_recordings([row[0] for row in db.execute(_voices(whose))], home, now)


def _erase_voices(whose: Whose, now: datetime) -> None:
    db.execute(delete(Voice).where(Voice.speaker_id == whose.id))


PARTS = (Part("voices", "What they said by voice", _voices, _erase_voices, _release_voices),)
