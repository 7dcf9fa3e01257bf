"""What people do with demonstrations: show a video, watch it, and take it away."""

from dataclasses import asdict, dataclass
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Fact, Kind
from lms.consents import queries as consents
from lms.core.db import db
from lms.core.errors import Refused
from lms.demonstrations import queries, rules, viewings
from lms.demonstrations.models import PlayerSettings, Showing, Viewing, Withdrawal
from lms.demonstrations.rules import Beat, Liking
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos import revocations
from lms.videos.models import Video


@dataclass(frozen=True)
class Eyes:
    """Who looks: a person in a browser, through a cohort."""

    person_id: int
    sign_in_id: int | None
    browser: str
    cohort_id: int | None


def show(demonstration: Demonstration, video: Video, now: datetime, by: Person | None = None) -> Showing:
    """Let the video show the demonstration from now on; until it is ready, the one before goes on playing.

    `by` None is a command or a job.
    """
    showing = Showing(demonstration_id=demonstration.id, video_id=video.id, since=now)
    db.add(showing)
    db.flush()
    _record(Deed.VIDEO_SHOWN, showing, by, now)
    return showing


def place_clip(demonstration: Demonstration, video: Video, by: Person, now: datetime) -> None:
    """Let a teaching clip show a demonstration. Raises Refused until everybody in it has agreed to exactly that."""
    if not consents.may_teach(video.id):
        raise Refused("Not everybody in it has agreed to its use as a teaching clip.", "demonstration")
    if not video.is_whole:
        raise Refused("The recording can’t be played yet. Please come back when it is prepared.", "demonstration")
    if queries.placed(video.id):
        raise Refused("This clip shows a demonstration already, or was withdrawn from one.", "demonstration")
    show(demonstration, video, now, by)


def withdraw(showing: Showing, by: Person, now: datetime) -> None:
    """Take a video away: it shows the demonstration no more, and stops wherever it plays. The file is kept."""
    db.add(Withdrawal(showing_id=showing.id, withdrawn_by_id=by.id, withdrawn_at=now))
    _record(Deed.VIDEO_WITHDRAWN, showing, by, now)
    revocations.revoke_video(showing.video, now, by.id)


def begin_viewing(eyes: Eyes, demonstration: Demonstration, video: Video, is_native: bool, now: datetime) -> Viewing:
    """Keep that somebody looks at a recording; within minutes of the last heartbeat it is still the same viewing."""
    viewing = going_on(eyes, video, now)
    if viewing is None:
        viewing = _begun(eyes, demonstration, video, now)
        _record_viewing(Deed.VIEWING_BEGUN, viewing, now)
    viewing.is_native = is_native
    return viewing


def read_words(eyes: Eyes, demonstration: Demonstration, video: Video, now: datetime) -> None:
    """Keep that somebody is given the captions of a recording: as a viewing, and once in each."""
    viewing = going_on(eyes, video, now)
    if viewing is None:
        viewing = _begun(eyes, demonstration, video, now, words_read_at=now)
        _record_viewing(Deed.VIEWING_BEGUN, viewing, now, words=True)
    elif viewing.words_read_at is None:
        viewing.words_read_at = now
        _record_viewing(Deed.WORDS_READ, viewing, now)
    viewing.heard_at = now


def going_on(eyes: Eyes, video: Video, now: datetime) -> Viewing | None:
    """The viewing of this video that goes on in this browser, if one does."""
    return viewings.that_goes_on(eyes.person_id, video.id, eyes.sign_in_id, now - rules.CONTINUES)


def extend_viewing(viewing: Viewing, beat: Beat, duration_ms: int, now: datetime) -> None:
    """Keep how long it has lasted and how far it came."""
    ranges = rules.union(beat.ranges, duration_ms)
    viewing.heard_at = now
    viewing.played_ms = max(viewing.played_ms, rules.total_ms(ranges))
    viewing.furthest_ms = max(viewing.furthest_ms, ranges[-1][1] if ranges else 0)


def like(person_id: int, liking: Liking) -> None:
    """Remember how somebody likes to watch."""
    db.merge(PlayerSettings(person_id=person_id, **asdict(liking)))


def _begun(eyes: Eyes, demonstration: Demonstration, video: Video, now: datetime, **more: datetime) -> Viewing:
    about = {"demonstration_id": demonstration.id, "video_id": video.id, "began_at": now, "heard_at": now}
    viewing = Viewing(**vars(eyes), **about, **more)
    db.add(viewing)
    db.flush()
    return viewing


def _record_viewing(deed: Deed, viewing: Viewing, now: datetime, **more: Fact) -> None:
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


def _record(deed: Deed, showing: Showing, by: Person | None, now: datetime) -> None:
    about = (Kind.DEMONSTRATION, showing.demonstration_id)
    audit.record(deed, about, actor_id=by and by.id, now=now, video=showing.video_id)
