"""What people do with text tracks: write a draft together, publish it, bring an older version back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from lms.core.db import db
from lms.core.errors import Conflict, NotThere, Refused
from lms.people.models import Person
from lms.videos.models import Video
from lms.videos.tracks import queries, rules
from lms.videos.tracks.models import Captioning, TextDraft, TextTrack, TextTrackVersion, TrackCue
from lms.videos.tracks.rules import TrackKind
from media import captions
from media.cues import Captions, Cue

CHANGED = (
    "This was changed in another window or by somebody else after you opened it. Nothing has been overwritten. "
    "Put together what you want to keep, then save again."
)


def begin(video: Video, kind: TrackKind, language: str, label: str = "") -> TextTrack:
    """The video's track of this kind and language, made if there is none, held until the transaction ends."""
    found = queries.track_to_change(video.id, kind, language)
    if found is None:
        try:
            with db.begin_nested():
                label = label or rules.label_of(language)
                db.add(TextTrack(video_id=video.id, kind=kind, language=language, label=label, published=0, saved=0))
        except IntegrityError:
            pass  # begun by another browser in the same moment
        found = queries.track_to_change(video.id, kind, language)
    assert found
    return found


def save_draft(track: TextTrack, text: str, seen: str, by: Person, now: datetime) -> None:
    """Keep what is typed. Raises Conflict where something else was saved since `seen`."""
    if track.draft and track.draft.text == text:
        return
    if seen != track.seen:
        raise Conflict(CHANGED, "text")
    _put_draft(track, text, by, now, is_machine_made=bool(track.draft and track.draft.is_machine_made))


def suggest(track: TextTrack, text: str, by: Person, now: datetime, *, is_machine_made: bool = False) -> None:
    """Lay a draft down that nobody has typed. Raises Refused where there is one already."""
    if track.draft:
        raise Refused(f"There is an unpublished draft in {track.label} already. Publish or discard it first.")
    _put_draft(track, text, by, now, is_machine_made=is_machine_made)


def discard_draft(track: TextTrack) -> None:
    """Forget the draft. What viewers see stays as it is."""
    _drop_draft(track)
    track.saved += 1


def publish(track: TextTrack, text: str, seen: str, why: str, by: Person, now: datetime) -> TextTrackVersion:
    """Let viewers see the text. Raises Conflict as `save_draft`, Refused("text") where it has faults."""
    if seen != track.seen and not (track.draft and track.draft.text == text):
        raise Conflict(CHANGED, "text")
    was_machine_made = bool(track.draft and track.draft.is_machine_made)
    why = why or (
        "Machine-made, then checked" if was_machine_made else "Edited" if track.published else "First version"
    )
    version = _publish(track, captions.parse(text.encode()), why, by, now)
    _drop_draft(track)
    return version


def take_file(track: TextTrack, found: Captions, name: str, by: Person, now: datetime) -> TextTrackVersion:
    """Publish what was read from a file. Raises Refused("file") where that has faults, or there is a draft."""
    if track.draft:
        raise Refused(f"There is an unpublished draft in {track.label}. Publish or discard it first.", "file")
    return _publish(track, found, f"From the file {name}", by, now)


def bring_back(track: TextTrack, number: int, by: Person, now: datetime) -> TextTrackVersion:
    """An older version once more, as the next. Raises Refused while there is a draft, which would get lost."""
    version = queries.version(track.id, number)
    if version is None:
        raise NotThere
    if track.draft:
        raise Refused(f"There is an unpublished draft in {track.label}. Publish or discard it first.")
    return _add_version(track, version.head, queries.cues_of(version), f"Version {number} brought back", by, now)


def copy_tracks(source: Video, target: Video, by: Person, now: datetime) -> int:
    """Take over what is published beside another video as drafts, where there is nothing yet; give how many."""
    begun = {(track.kind, track.language) for track in queries.tracks_of(target.id)}
    wanted = [t for t in queries.tracks_of(source.id) if t.published and (t.kind, t.language) not in begun]
    for track in wanted:
        suggest(begin(target, track.kind, track.language, track.label), queries.text_published(track), by, now)
    return len(wanted)


def erase(video: Video) -> None:
    """Delete every word of a video, all versions and drafts included."""
    for table in (TextTrack, Captioning):
        db.execute(delete(table).where(table.video_id == video.id))


def _publish(track: TextTrack, found: Captions, why: str, by: Person, now: datetime) -> TextTrackVersion:
    shown = rules.shown(track.kind, found, track.video.duration_ms)
    if shown.errors or not shown.cues:
        raise Refused("This can't be published yet: some lines can't be read. They are named on this page.", "text")
    return _add_version(track, shown.head, shown.cues, why, by, now)


def _put_draft(track: TextTrack, text: str, by: Person, now: datetime, *, is_machine_made: bool) -> None:
    draft = track.draft or TextDraft(track_id=track.id)
    draft.text, draft.saved_at, draft.saved_by_id, draft.is_machine_made = text, now, by.id, is_machine_made
    db.add(draft)
    track.saved += 1
    db.flush()
    db.refresh(track, ["draft"])


def _drop_draft(track: TextTrack) -> None:
    if track.draft:
        db.delete(track.draft)
        db.flush()
        db.refresh(track, ["draft"])


def _add_version(
    track: TextTrack, head: str, cues: Sequence[Cue], why: str, by: Person, now: datetime
) -> TextTrackVersion:
    number = track.published + 1
    made = TextTrackVersion(
        track_id=track.id,
        number=number,
        head=head,
        cues=[[cue.start_ms, cue.end_ms, cue.text, cue.name, cue.settings] for cue in cues],
        made_by_id=by.id,
        made_at=now,
        why=why[: rules.WHY_LIMIT],
    )
    db.add(made)
    track.published, track.saved = number, track.saved + 1
    db.execute(delete(TrackCue).where(TrackCue.track_id == track.id))
    db.flush()
    db.execute(insert(TrackCue), _rows(track.id, cues))
    return made


def _rows(track_id: int, cues: Sequence[Cue]) -> list[dict[str, Any]]:
    return [
        {"track_id": track_id, "number": number, "start_ms": cue.start_ms, "text": text, "folded": rules.fold(text)}
        for number, (cue, text) in enumerate(zip(cues, rules.spoken(cues), strict=True))
    ]
