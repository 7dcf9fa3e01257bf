"""What is asked about text tracks."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload

from lms.core.db import db
from lms.videos.tracks.models import Captioning, TextDraft, TextTrack, TextTrackVersion, TrackCue
from lms.videos.tracks.rules import Line, TrackKind
from media import captions
from media.cues import Cue


def tracks_of(video_id: int) -> Sequence[TextTrack]:
    """A video's captions by language, then its chapters, as far as there is anything in them.

    Each with who saved its draft, and its versions with who made them; without the texts. One statement.
    """
    found = db.scalars(
        select(TextTrack)
        .where(TextTrack.video_id == video_id)
        .options(
            joinedload(TextTrack.draft).options(defer(TextDraft.text), joinedload(TextDraft.saved_by)),
            joinedload(TextTrack.versions).options(
                defer(TextTrackVersion.cues), joinedload(TextTrackVersion.made_by, innerjoin=True)
            ),
        )
        .order_by(TextTrack.kind, TextTrack.language, TextTrack.id)
    )
    return [track for track in found.unique() if track.is_begun]


def track(video_id: int, kind: TrackKind, language: str) -> TextTrack | None:
    """One track with its draft and the version that viewers see."""
    return db.scalar(_track(video_id, kind, language))


def track_to_change(video_id: int, kind: TrackKind, language: str) -> TextTrack | None:
    """The same as it is now, held until the transaction ends."""
    held = _track(video_id, kind, language).with_for_update(of=TextTrack)
    return db.scalar(held.execution_options(populate_existing=True))


def _track(video_id: int, kind: TrackKind, language: str) -> Select[tuple[TextTrack]]:
    return (
        select(TextTrack)
        .where(TextTrack.video_id == video_id, TextTrack.kind == kind, TextTrack.language == language)
        .options(
            joinedload(TextTrack.draft).joinedload(TextDraft.saved_by),
            joinedload(TextTrack.newest),
            joinedload(TextTrack.video, innerjoin=True),
        )
    )


def version(track_id: int, number: int) -> TextTrackVersion | None:
    """A version with all it says."""
    return db.scalar(
        select(TextTrackVersion).where(TextTrackVersion.track_id == track_id, TextTrackVersion.number == number)
    )


def cues_of(version: TextTrackVersion) -> list[Cue]:
    """A version's cues."""
    return [Cue(*cue) for cue in version.cues]


def written(version: TextTrackVersion) -> str:
    """A version as a WebVTT file."""
    return captions.write(cues_of(version), version.head)


def text_published(track: TextTrack) -> str:
    """What viewers see of a track, as WebVTT; an empty file before the first version."""
    found = version(track.id, track.published)
    return written(found) if found else captions.write([])


def text_of(track: TextTrack) -> str:
    """The draft, else what viewers see."""
    return track.draft.text if track.draft else text_published(track)


def text_to_edit(track: TextTrack) -> str:
    """The same of a track as `track` gives it, without asking again."""
    if track.draft:
        return track.draft.text
    return written(track.newest) if track.newest else captions.write([])


def published(video_id: int, language: str) -> TextTrack | None:
    """The captions that viewers see in this language."""
    captions = (TextTrack.kind == TrackKind.CAPTIONS, TextTrack.published > 0)
    return db.scalar(select(TextTrack).where(TextTrack.video_id == video_id, TextTrack.language == language, *captions))


def has_captions(video_id: int) -> bool:
    """Whether viewers see any."""
    captions = (TextTrack.kind == TrackKind.CAPTIONS, TextTrack.published > 0)
    return db.scalar(select(TextTrack.id).where(TextTrack.video_id == video_id, *captions).limit(1)) is not None


def lines_of(video_id: int, language: str) -> list[Line]:
    """What the captions say that viewers see in this language, in order."""
    captions = (TextTrack.kind == TrackKind.CAPTIONS, TextTrack.video_id == video_id, TextTrack.language == language)
    rows = db.execute(
        select(TrackCue.start_ms, TrackCue.text)
        .join(TextTrack, TextTrack.id == TrackCue.track_id)
        .where(*captions)
        .order_by(TrackCue.number)
    )
    return [Line(start_ms, text) for start_ms, text in rows]


def captioning(video_id: int) -> Captioning | None:
    """Where the captioner stands with a video."""
    return db.get(Captioning, video_id)
