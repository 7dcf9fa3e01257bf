"""Media addresses that no longer play, though their tokens still last: all of a person's, or all of a stream's.

What is known is this process's own and at most twenty seconds old, so that a segment costs no statement: one process
asks once in that time, however many watch. Where the database can't be asked, nothing plays.
"""

import threading
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import db, mean_to_write
from lms.people.events import SignInsEnded
from lms.videos import queries
from lms.videos.models import PlaybackRevocation, Video
from lms.videos.rules import REVOCATIONS_LAST, family
from lms.videos.tokens import Ticket


class Known:
    """What one process knows of revocations: by person and by stream, the milliseconds since 1970 of the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_at: datetime | None = None
        self._since: Mapping[int | str, int] = {}

    def since(self, person_id: int, stream: str, now: datetime) -> int | None:
        """When this person's or this stream's addresses were last revoked, if they were."""
        self._ask(now)
        found = [since for key in (person_id, family(stream)) if (since := self._since.get(key)) is not None]
        return max(found, default=None)

    def revokes(self, ticket: Ticket, now: datetime) -> bool:
        """Whether what was issued with this ticket doesn't play any more."""
        since = self.since(ticket.person_id, ticket.stream, now)
        return since is not None and ticket.issued_ms <= since

    def forget(self) -> None:
        """Ask again at the next question."""
        self._asked_at = None

    def _is_fresh(self, now: datetime) -> bool:
        return self._asked_at is not None and abs(now - self._asked_at) < REVOCATIONS_LAST

    def _ask(self, now: datetime) -> None:
        if self._is_fresh(now):
            return
        with self._lock:
            if self._is_fresh(now):
                return
            self._since, self._asked_at = _ask_aside(now), now


def _ask_aside(now: datetime) -> Mapping[int | str, int]:
    """In a transaction of its own, which only reads: what the request around it is writing isn't so yet."""
    before = mean_to_write(False)
    try:
        with Session(db.get_bind()) as session:
            return queries.revoked_since(session, now)
    finally:
        mean_to_write(before)


known = Known()


def revoke_person(person_id: int, now: datetime, actor_id: int | None = None) -> None:
    """End all that somebody is watching. Whoever may watch goes on with a fresh address, after a moment."""
    db.add(PlaybackRevocation(person_id=person_id, since=now))
    about = (Kind.PERSON, person_id)
    audit.record(Deed.PLAYBACK_REVOKED, about, actor_id=actor_id, now=now, person_id=person_id)


def revoke_video(video: Video, now: datetime, actor_id: int | None = None) -> None:
    """End the playing of a video everywhere, if it plays."""
    streams = [family(stream) for stream in (video.stream, video.former_stream) if stream]
    db.add_all(PlaybackRevocation(stream=stream, since=now) for stream in streams)
    if streams:
        audit.record(Deed.PLAYBACK_REVOKED, (Kind.VIDEO, video.id), actor_id=actor_id, now=now)


def end_with_sign_ins(event: SignInsEnded) -> None:
    """Whoever was signed out everywhere doesn't go on watching there."""
    revoke_person(event.person.id, event.at, event.by_id)
