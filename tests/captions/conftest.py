"""What tests of captions share: a demonstration with a video, and a browser that plays it."""

from collections.abc import Callable

import pytest

from lms.core import clock
from lms.core.db import db
from lms.videos.models import Video
from lms.videos.tracks import actions
from lms.videos.tracks.models import TextTrack
from lms.videos.tracks.rules import TrackKind
from tests.demonstrations.conftest import demonstration, playing, restricted, shown, sign
from tests.kit.cast import Cast

__all__ = ["demonstration", "playing", "restricted", "shown", "sign"]

TALK = """WEBVTT

00:00:01.000 --> 00:00:03.000
Take your time.

00:00:03.500 --> 00:00:06.000
We begin with what the client says.

00:00:07.000 --> 00:00:09.000
Then we wait.
"""
Publish = Callable[..., TextTrack]


@pytest.fixture
def publish(cast: Cast) -> Publish:
    """Publish a text beside a video, as tess."""

    def published(
        video: Video,
        text: str = TALK,
        language: str = "en",
        kind: TrackKind = TrackKind.CAPTIONS,
    ) -> TextTrack:
        track = actions.begin(video, kind, language)
        actions.publish(track, text, track.seen, "", cast.tess, clock.now())
        db.commit()
        return track

    return published
