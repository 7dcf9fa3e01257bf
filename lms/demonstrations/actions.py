"""What people do with demonstrations: show a video, and watch it."""

from dataclasses import asdict, replace
from datetime import datetime

from lms.core.db import added, db
from lms.demonstrations import queries, rules
from lms.demonstrations.models import PlayerSettings, Showing, Watching
from lms.demonstrations.rules import Beat, Liking, Watched
from lms.program.models import Demonstration
from lms.videos.models import Video


def show(demonstration: Demonstration, video: Video, now: datetime) -> Showing:
    """Let the video show the demonstration from now on; until it is ready, the one before goes on playing."""
    showing = Showing(demonstration_id=demonstration.id, video_id=video.id, since=now)
    db.add(showing)
    db.flush()
    return showing


def watch(person_id: int, demonstration: Demonstration, beat: Beat, duration_ms: int, now: datetime) -> Watching:
    """Keep what a heartbeat tells. The same one twice changes nothing more."""
    kept = queries.watching(person_id, demonstration.id) or _begin(person_id, demonstration.id, now)
    heard = rules.hear(_plain(kept), beat, duration_ms, now)
    kept.position_ms, kept.ranges, kept.watched_permille = heard.position_ms, heard.ranges, heard.permille
    kept.seen_at, kept.updated_at = heard.seen_at, heard.beat_at
    return kept


def like(person_id: int, liking: Liking) -> None:
    """Remember how somebody likes to watch."""
    db.merge(PlayerSettings(person_id=person_id, **asdict(liking)))


def _begin(person_id: int, demonstration_id: int, now: datetime) -> Watching:
    begun = rules.begin(now)
    made = Watching(
        person_id=person_id,
        demonstration_id=demonstration_id,
        position_ms=0,
        ranges=[],
        watched_permille=0,
        started_at=now,
        seen_at=begun.seen_at,
        updated_at=now,
    )
    if added(made):
        return made
    found = queries.watching(person_id, demonstration_id)
    assert found, "another device has begun"
    return found


def _plain(kept: Watching) -> Watched:
    return replace(
        rules.begin(kept.started_at),
        position_ms=kept.position_ms,
        ranges=kept.ranges,
        permille=kept.watched_permille,
        beat_at=kept.updated_at,
        seen_at=kept.seen_at,
    )
