"""What is asked about what was spoken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.access.viewer import Facts
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews.models import ReviewRemark
from lms.feedback.voices.models import Voice
from lms.videos.tracks.models import TextDraft, TextTrack


@dataclass(frozen=True)
class Heard:
    """A voice as somebody asks for it, in its thread."""

    voice: Voice
    thread: FeedbackThread

    @property
    def facts(self) -> Facts:
        """Those of its thread, and whose words it is, and whether they are said."""
        is_said = self.voice.message_id is not None
        return replace(self.thread.facts, speaker_id=self.voice.speaker_id, is_said=is_said)


def heard(voice_id: int) -> Heard | None:
    """A voice with its video, and what there is to read of it."""
    found = select(Voice, FeedbackThread).join(FeedbackThread, FeedbackThread.id == Voice.thread_id)
    row = db.execute(found.where(Voice.id == voice_id).options(*_whole())).one_or_none()
    return Heard(*row) if row else None


def with_voice(relation: Any) -> ORMOption:
    """Loads the voice of a message or a remark along with it, as it is shown."""
    return joinedload(relation).options(*_whole())


def of_review(review_id: int) -> dict[int, Voice]:
    """What was spoken in a review that isn't released, by remark."""
    rows = select(Voice).join(ReviewRemark, ReviewRemark.id == Voice.remark_id)
    return {voice.remark_id: voice for voice in db.scalars(rows.where(ReviewRemark.review_id == review_id))}


def of_message(message_id: int) -> Voice | None:
    """What was spoken in a message, with its video."""
    found = select(Voice).where(Voice.message_id == message_id)
    return db.scalar(found.options(joinedload(Voice.video, innerjoin=True)))


def said_in(thread_id: int) -> Sequence[Voice]:
    """All that was spoken in a thread's conversation, with its videos."""
    said = select(Voice).where(Voice.thread_id == thread_id, Voice.message_id.is_not(None))
    return db.scalars(said.options(joinedload(Voice.video, innerjoin=True)).order_by(Voice.id)).all()


def _whole() -> list[ORMOption]:
    captions = joinedload(Voice.captions).joinedload(TextTrack.draft)
    return [joinedload(Voice.video, innerjoin=True), captions.options(defer(TextDraft.text))]
