"""What people do with demonstrations: show a video, take it away, and choose how they like to watch."""

from dataclasses import asdict
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import db
from lms.demonstrations.models import PlayerSettings, Showing, Withdrawal
from lms.demonstrations.rules import Liking
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos import revocations
from lms.videos.models import Video


def show(demonstration: Demonstration, video: Video, now: datetime, by: Person | None = None) -> Showing:
    """Let the video show the demonstration from now on; until it is ready, the one before goes on playing.

    `by` None is a command or a job.
    """
    showing = Showing(demonstration_id=demonstration.id, video_id=video.id, since=now)
    db.add(showing)
    db.flush()
    _record(Deed.VIDEO_SHOWN, showing, by, now)
    return showing


def withdraw(showing: Showing, by: Person, now: datetime) -> None:
    """Take a video away: it shows the demonstration no more, and stops wherever it plays. The file is kept."""
    db.add(Withdrawal(showing_id=showing.id, withdrawn_by_id=by.id, withdrawn_at=now))
    _record(Deed.VIDEO_WITHDRAWN, showing, by, now)
    revocations.revoke_video(showing.video, now, by.id)


def like(person_id: int, liking: Liking) -> None:
    """Remember how somebody likes to watch."""
    db.merge(PlayerSettings(person_id=person_id, **asdict(liking)))


def _record(deed: Deed, showing: Showing, by: Person | None, now: datetime) -> None:
    about = (Kind.DEMONSTRATION, showing.demonstration_id)
    audit.record(deed, about, actor_id=by and by.id, now=now, video=showing.video_id)
