"""What is kept of each look at a recording whose every view is logged."""

from dataclasses import dataclass
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Fact, Kind
from lms.core.db import db
from lms.demonstrations.viewings import queries, rules
from lms.demonstrations.viewings.models import Viewing
from lms.demonstrations.watching import ranges
from lms.demonstrations.watching.rules import Beat
from lms.program.models import Demonstration
from lms.videos.models import Video


@dataclass(frozen=True)
class Eyes:
    """Who looks: a person in a browser, through a cohort."""

    person_id: int
    sign_in_id: int | None
    browser: str
    cohort_id: int | None


def begin(eyes: Eyes, demonstration: Demonstration, video: Video, is_native: bool, now: datetime) -> Viewing:
    """Keep that somebody looks at a recording; within minutes of the last heartbeat it is still the same viewing."""
    viewing = going_on(eyes, video, now)
    if viewing is None:
        viewing = _begun(eyes, demonstration, video, now)
        _record(Deed.VIEWING_BEGUN, viewing, now)
    viewing.is_native = is_native
    return viewing


def read_words(eyes: Eyes, demonstration: Demonstration, video: Video, now: datetime) -> None:
    """Keep that somebody is given the captions of a recording: as a viewing, and once in each."""
    viewing = going_on(eyes, video, now)
    if viewing is None:
        viewing = _begun(eyes, demonstration, video, now, words_read_at=now)
        _record(Deed.VIEWING_BEGUN, viewing, now, words=True)
    elif viewing.words_read_at is None:
        viewing.words_read_at = now
        _record(Deed.WORDS_READ, viewing, now)
    viewing.heard_at = now


def going_on(eyes: Eyes, video: Video, now: datetime) -> Viewing | None:
    """The viewing of this video that goes on in this browser, if one does."""
    return queries.that_goes_on(eyes.person_id, video.id, eyes.sign_in_id, now - rules.CONTINUES)


def extend(viewing: Viewing, beat: Beat, duration_ms: int, now: datetime) -> None:
    """Keep how long it has lasted and how far it came."""
    played = ranges.union(beat.ranges, duration_ms)
    viewing.heard_at = now
    viewing.played_ms = max(viewing.played_ms, ranges.total_ms(played))
    viewing.furthest_ms = max(viewing.furthest_ms, played[-1][1] if played else 0)


def _begun(eyes: Eyes, demonstration: Demonstration, video: Video, now: datetime, **more: datetime) -> Viewing:
    about = {"demonstration_id": demonstration.id, "video_id": video.id, "began_at": now, "heard_at": now}
    viewing = Viewing(**vars(eyes), **about, **more)
    db.add(viewing)
    db.flush()
    return viewing


def _record(deed: Deed, viewing: Viewing, now: datetime, **more: Fact) -> None:
    audit.record(
        deed,
        (Kind.DEMONSTRATION, viewing.demonstration_id),
        actor_id=viewing.person_id,
        person_id=viewing.person_id,
        cohort_id=viewing.cohort_id,
        now=now,
        viewing=viewing.id,
        video=viewing.video_id,
        sign_in=viewing.sign_in_id,
        **more,
    )
