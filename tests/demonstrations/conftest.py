"""What tests of demonstrations share."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.demonstrations import actions
from lms.program.models import Demonstration, ProgramClass
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from tests.kit.cast import Cast

Show = Callable[..., Video]


@pytest.fixture
def demonstration(cast: Cast) -> Demonstration:
    """The one of the first class."""
    found = db.scalar(
        select(Demonstration)
        .join(ProgramClass)
        .where(ProgramClass.program_id == cast.here.program_id, ProgramClass.number == 1)
    )
    assert found
    return found


@pytest.fixture
def shown(cast: Cast, demonstration: Demonstration) -> Show:
    """Have a video show the demonstration; ready and ten minutes long if nothing else is said."""

    def show(
        state: VideoState = VideoState.READY, duration_ms: int = 600_000, of: Demonstration | None = None
    ) -> Video:
        video = videos.take(videos.keep_stream(BytesIO(b"film"), "film.mp4"), cast.tess, clock.now())
        video.state, video.duration_ms, video.width, video.height = state, duration_ms, 640, 360
        video.stream_key = f"streams/{video.key}" if state is VideoState.READY else None
        actions.show(of or demonstration, video, clock.now())
        db.commit()
        return video

    return show
