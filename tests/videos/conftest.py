"""What tests of videos share."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock, storage
from lms.core.db import db
from lms.people.models import Person
from lms.videos import actions, keeping
from lms.videos.models import Video
from lms.videos.rules import VideoState
from media.package import package
from tests.kit import clips
from tests.kit.cast import Cast


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of video with sound."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "clip.mp4", rate="10", seconds=2)


@pytest.fixture(scope="session")
def stream_key(built_app: Flask, clip: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The clip as a stream in the media store, packaged once."""
    folder = tmp_path_factory.mktemp("packaged") / "stream"
    package(clip, folder)
    keeping.keep_folder(storage.store(), "streams/once", folder)
    return "streams/once"


@pytest.fixture
def taken(cast: Cast) -> Callable[..., Video]:
    """A video made of a file's bytes, waiting."""

    def take(content: bytes, name: str = "A film.mp4") -> Video:
        video = actions.take(actions.keep_stream(BytesIO(content), name), cast.tess, clock.now())
        db.commit()
        return video

    return take


@pytest.fixture
def ready(taken: Callable[..., Video], stream_key: str) -> Video:
    """A video that plays."""
    video = taken(b"the source")
    video.state, video.stream_key, video.duration_ms, video.ready_at = VideoState.READY, stream_key, 2000, clock.now()
    video.width, video.height, video.has_audio = 320, 180, True
    db.commit()
    return video


@pytest.fixture
def tess(cast: Cast, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """A trainer's browser."""
    return sign_in(cast.tess)


def again(video: Video) -> Video:
    """The video as it is kept now."""
    db.remove()
    found = db.get(Video, video.id)
    assert found
    return found
