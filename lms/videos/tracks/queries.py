"""What is asked about text tracks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from lms.core.db import db
from lms.people.models import Person
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks.models import Captioning, TextDraft, TextTrack, TextTrackVersion, TrackCue
from lms.videos.tracks.rules import TrackKind


@dataclass(frozen=True)
class Line:
    """Something that is said, or a chapter's title, and when."""

    start_ms: int
    text: str


def tracks_of(video_id: int) -> Sequence[TextTrack]:
    """A video's captions by language, then its chapters, each with its draft and who saved that."""
    return db.scalars(
        select(TextTrack)
        .where(TextTrack.video_id == video_id)
        .options(joinedload(TextTrack.draft).joinedload(TextDraft.saved_by))
        .order_by(TextTrack.kind, TextTrack.language, TextTrack.id)
    ).all()


def versions_of(video_id: int) -> Sequence[TextTrackVersion]:
    """Every version of a video's tracks, newest first, with who made it; without what it says."""
    return db.scalars(
        select(TextTrackVersion)
        .join(TextTrack, TextTrack.id == TextTrackVersion.track_id)
        .where(TextTrack.video_id == video_id)
        .options(joinedload(TextTrackVersion.made_by, innerjoin=True), defer(TextTrackVersion.cues))
        .order_by(TextTrackVersion.track_id, TextTrackVersion.number.desc())
    ).all()


def track(video_id: int, kind: TrackKind, language: str) -> TextTrack | None:
    """One track with its draft, held until the transaction ends."""
    return db.scalar(
        select(TextTrack)
        .where(TextTrack.video_id == video_id, TextTrack.kind == kind, TextTrack.language == language)
        .options(joinedload(TextTrack.draft), joinedload(TextTrack.video, innerjoin=True))
        .with_for_update(of=TextTrack)
        .execution_options(populate_existing=True)
    )


def version(track_id: int, number: int) -> TextTrackVersion | None:
    """A version with all it says."""
    return db.scalar(
        select(TextTrackVersion).where(TextTrackVersion.track_id == track_id, TextTrackVersion.number == number)
    )


def published(video_id: int, language: str) -> TextTrack | None:
    """The captions that viewers see in this language."""
    captions = (TextTrack.kind == TrackKind.CAPTIONS, TextTrack.published > 0)
    return db.scalar(select(TextTrack).where(TextTrack.video_id == video_id, TextTrack.language == language, *captions))


def lines_of(track_id: int) -> list[Line]:
    """What a published track says, in order."""
    rows = db.execute(
        select(TrackCue.start_ms, TrackCue.text).where(TrackCue.track_id == track_id).order_by(TrackCue.number)
    )
    return [Line(start_ms, text) for start_ms, text in rows]


def has_captions(video_id: int) -> bool:
    """Whether viewers can read what is said in a video."""
    found = (TextTrack.video_id == video_id, TextTrack.kind == TrackKind.CAPTIONS, TextTrack.published > 0)
    return bool(db.scalar(select(func.count()).select_from(TextTrack).where(*found)))


def captioning(video_id: int) -> Captioning | None:
    """Where the captioner stands with a video."""
    return db.get(Captioning, video_id)


def ready_video(video_id: int) -> Video | None:
    """A video that plays, and so has a length."""
    return db.scalar(select(Video).where(Video.id == video_id, Video.state == VideoState.READY))


def person(person_id: int) -> Person | None:
    """Who asked for captions."""
    return db.get(Person, person_id)
