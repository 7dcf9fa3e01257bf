"""What tests of videos share."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.core.settings import Settings
from lms.people.models import Person
from lms.videos import actions, jobs
from lms.videos.models import Video
from tests.kit import clips
from tests.kit.cast import Cast


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of video with sound."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "clip.mp4", seconds=2)


@pytest.fixture
def taken(cast: Cast) -> Callable[..., Video]:
    """A video made of a file's bytes, waiting."""

    def take(content: bytes, name: str = "A film.mp4") -> Video:
        video = actions.take(actions.keep_stream(BytesIO(content), name), cast.tess, clock.now())
        db.commit()
        return video

    return take


@pytest.fixture
def ready(taken: Callable[..., Video], clip: Path, settings: Settings) -> Video:
    """A video that plays."""
    video = taken(clip.read_bytes())
    assert jobs.package_next(settings)
    return again(video)


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
