"""Which worker has the automatic captioner at which video. Leases as those of packaging (`videos.leases`).

Each function but `ask` is a short transaction of its own, so that nobody waits for a machine that listens.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from lms.core import outbox
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.people.models import Person
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions, queries
from lms.videos.tracks.models import Captioning
from lms.videos.tracks.rules import LEASE, TRIES, CaptioningState, TrackKind

WAKE = "caption-video"  # the kind of letter that has the worker look for work
GIVEN_UP = "The captioner ended without a word, twice. Please ask the operator to look at the worker's log."


@dataclass(frozen=True)
class Work:
    """The right to caption a video, until it isn't renewed for a minute."""

    video_id: int
    source_key: str
    duration_ms: int
    language: str
    number: int


def ask(video: Video, language: str, by: Person, now: datetime) -> None:
    """Have the machine write a draft. Raises Refused where it is at it already, or a draft would be in its way."""
    found = db.get(Captioning, video.id, with_for_update=True)
    if found and found.state in (CaptioningState.WAITING, CaptioningState.RUNNING):
        raise Refused("The captioner is at this video already.", "language")
    track = queries.track(video.id, TrackKind.CAPTIONS, language)
    if track and track.draft:
        raise Refused(f"There is an unpublished draft in {track.label}. Publish or discard it first.", "language")
    made = found or Captioning(video_id=video.id, tries=0)
    made.language, made.state, made.percent, made.trouble = language, CaptioningState.WAITING, 0, None
    made.asked_by_id, made.asked_at, made.leased_until, made.tries = by.id, now, None, 0
    db.add(made)
    db.flush()
    outbox.post(WAKE, f"caption:{video.key}:{int(now.timestamp() * 1000)}", {})


def take(now: datetime) -> Work | None:
    """The video that has waited longest, or that a dead worker left behind."""
    with transaction():
        _give_up(now)
        open_ones = Captioning.state.in_((CaptioningState.WAITING, CaptioningState.RUNNING))
        row = db.execute(
            select(Captioning, Video)
            .join(Video, Video.id == Captioning.video_id)
            .where(open_ones, Video.state == VideoState.READY)
            .where(or_(Captioning.leased_until.is_(None), Captioning.leased_until <= now))
            .order_by(Captioning.asked_at, Captioning.video_id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Captioning)
        ).first()
        if row is None:
            return None
        found, video = row
        found.state, found.leased_until, found.tries = CaptioningState.RUNNING, now + LEASE, found.tries + 1
        return Work(video.id, video.source_key, video.duration_ms or 0, found.language, found.tries)


def renew(work: Work, percent: int, now: datetime) -> bool:
    """Hold the lease for longer and tell how far it is. False if it isn't ours any more."""
    with transaction():
        return _write(work, leased_until=now + LEASE, percent=percent)


def finish(work: Work, text: str, now: datetime) -> None:
    """Keep what the machine wrote as a draft, unless somebody has begun one meanwhile."""
    with transaction():
        if not _write(work, state=CaptioningState.DONE, leased_until=None, percent=100):
            return
        video, by = db.get_one(Video, work.video_id), db.get_one(Captioning, work.video_id).asked_by_id
        try:
            track = actions.begin(video, TrackKind.CAPTIONS, work.language)
            actions.suggest(track, text, db.get_one(Person, by), now, is_machine_made=True)
        except Refused:
            said = "Somebody began a draft in this language meanwhile. It was left as it is."
            _write(work, CaptioningState.DONE, state=CaptioningState.FAILED, trouble=said)


def fail(work: Work, trouble: str) -> None:
    """There will be no captions, and why."""
    with transaction():
        _write(work, state=CaptioningState.FAILED, leased_until=None, trouble=trouble)


def _write(work: Work, state_before: CaptioningState = CaptioningState.RUNNING, **columns: Any) -> bool:
    mine = (Captioning.video_id == work.video_id, Captioning.tries == work.number, Captioning.state == state_before)
    result = db.execute(update(Captioning).where(*mine).values(**columns))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _give_up(now: datetime) -> None:
    running = (Captioning.state == CaptioningState.RUNNING, Captioning.leased_until <= now, Captioning.tries >= TRIES)
    failed = {"state": CaptioningState.FAILED, "leased_until": None, "trouble": GIVEN_UP}
    db.execute(update(Captioning).where(*running).values(**failed))
