"""What people say into a microphone, as it comes in."""

import io
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback.voices.actions import Spoken
from lms.feedback.voices.models import Voice
from lms.people.models import Person
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from tests.feedback.reviews.conftest import begun, recorded

__all__ = ["begun", "recorded"]

Speak = Callable[..., Spoken]
Send = Callable[[Person], str]


@pytest.fixture
def speak() -> Speak:
    """What somebody recorded, sent whole."""

    def speak(who: Person, is_captioned: bool = False) -> Spoken:
        content = io.BytesIO(secrets.token_bytes(8))
        return Spoken(videos.keep_stream(content, "voice.webm"), who, clock.now(), is_captioned)

    return speak


@pytest.fixture
def send(home: Path) -> Send:
    """Send a recording in pieces, as browsers do; gives the key of the upload."""

    def send(who: Person) -> str:
        upload = videos.begin_upload(who, "voice.webm", 5, home, clock.now())
        (home / "uploads" / upload.key / "source").write_bytes(b"voice")
        videos.note_received(upload, 5, clock.now())
        key = upload.key
        db.commit()
        return key

    return send


def prepared(video: Video) -> None:
    """As packaging leaves what is only heard."""
    video.state, video.duration_ms, video.stream_key = VideoState.READY, 4000, f"streams/{video.key}"
    video.has_picture, video.permille = False, 1000
    db.commit()


def voices() -> list[Voice]:
    return list(db.scalars(select(Voice).order_by(Voice.id)))
