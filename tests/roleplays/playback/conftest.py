"""A role play of which something was marked, and its recording."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.consents import actions as consents
from lms.consents.models import RecordingConsent
from lms.core import clock
from lms.core.db import db
from lms.roleplays.debrief import actions as writing
from lms.roleplays.debrief import queries as written
from lms.roleplays.meeting import actions as meeting
from lms.roleplays.playback import actions, queries
from lms.roleplays.playback.queries import Kept
from lms.roleplays.timing.rules import Event, Press
from lms.videos import actions as videos
from lms.videos.rules import VideoState
from tests.roleplays.conftest import Group

Keep = Callable[..., Kept]


@pytest.fixture
def played(group: Group) -> Group:
    """Lena was therapist; rosa marked a minute and two after the start, and sent it."""
    now = clock.now()
    meeting.press(group.room(), Event(Press.START, group.lena.id, "start", now))
    db.commit()
    for minutes, label in ((1, "Worked well"), (2, "Try again here")):
        at = now + timedelta(minutes=minutes)
        writing.put_marker(group.room(), group.rosa.id, label, label, timedelta(0), at)
        db.commit()
    sheet = written.sheet(group.id, 0, group.rosa.id)
    assert sheet
    writing.give(sheet, "You waited.", 0, now + timedelta(minutes=3))
    db.commit()
    return group


@pytest.fixture
def keep(played: Group) -> Keep:
    """Lena keeps a recording of five minutes, ready to play, that began so long before the clock; None for a file."""

    def kept(began_before_s: int | None = None) -> Kept:
        room = played.room()
        video = videos.take(videos.keep_stream(io.BytesIO(b"a call"), "call.webm"), played.lena, clock.now())
        video.state, video.duration_ms, video.width, video.height = VideoState.READY, 300_000, 640, 360
        video.stream_key = f"streams/{video.key}"
        began = room.started_at - timedelta(seconds=began_before_s) if began_before_s is not None else None
        actions.keep(room, played.lena, video, began, clock.now())
        db.commit()
        [found] = queries.kept(played.room(), played.lena.id)
        return found

    return kept


def agree() -> None:
    for consent in db.scalars(select(RecordingConsent)):
        consents.agree(consent, clock.now())
    db.commit()
