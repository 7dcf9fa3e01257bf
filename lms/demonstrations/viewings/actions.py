"""What is kept of each look at a recording whose every view is logged."""

from dataclasses import dataclass
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
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
    if viewing := going_on(eyes, video, now):
        viewing.is_native = is_native
        return viewing
    viewing = Viewing(
        **vars(eyes),
        demonstration_id=demonstration.id,
        video_id=video.id,
        is_native=is_native,
        began_at=now,
        heard_at=now,
    )
    db.add(viewing)
    db.flush()
    audit.record(
        Deed.VIEWING_BEGUN,
        (Kind.DEMONSTRATION, demonstration.id),
        actor_id=eyes.person_id,
        person_id=eyes.person_id,
        cohort_id=eyes.cohort_id,
        now=now,
        viewing=viewing.id,
        video=video.id,
        sign_in=eyes.sign_in_id,
    )
    return viewing


def going_on(eyes: Eyes, video: Video, now: datetime) -> Viewing | None:
    """The viewing of this video that goes on in this browser, if one does."""
    return queries.that_goes_on(eyes.person_id, video.id, eyes.sign_in_id, now - rules.CONTINUES)


def extend(viewing: Viewing, beat: Beat, duration_ms: int, now: datetime) -> None:
    """Keep how long it has lasted and how far it came."""
    played = ranges.union(beat.ranges, duration_ms)
    viewing.heard_at = now
    viewing.played_ms = max(viewing.played_ms, ranges.total_ms(played))
    viewing.furthest_ms = max(viewing.furthest_ms, played[-1][1] if played else 0)
