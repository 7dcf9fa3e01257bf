"""What tests of demonstrations share: one to watch, and videos that show it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from lms.agreements import queries as agreements
from lms.agreements.actions import sign as sign_agreement
from lms.consents import actions as consents
from lms.core import clock
from lms.core.db import db, transaction
from lms.demonstrations import actions
from lms.people.models import Person
from lms.program.models import Demonstration, Program, ProgramClass
from lms.program.rules import Confidentiality
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from tests.kit.cast import Cast
from tests.kit.stream import SECONDS

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


@pytest.fixture
def sign(cast: Cast) -> Callable[..., None]:
    """Have people sign the program's agreement as it is now."""

    def signed(*people: Person) -> None:
        agreement = agreements.current(db.get_one(Program, cast.here.program_id).slug)
        assert agreement
        for person in people:
            sign_agreement(agreement, person, person.name, agreement.sha256, clock.now())
        db.commit()

    return signed


@pytest.fixture
def restricted(demonstration: Demonstration, shown: Show, cast: Cast) -> Video:
    """The demonstration is a recording of real care (V3), in which nobody can be recognized; its class is just over."""
    with transaction():  # means to write from its first statement: a page that was just closed may tell something still
        db.get_one(Demonstration, demonstration.id).confidentiality = Confidentiality.V3
        video = shown()
        consents.say_nobody(video, cast.tess, clock.now())
    return video


@pytest.fixture
def playing(shown: Show, stream: str) -> Video:
    """The demonstration's video, which really plays."""
    video = shown(duration_ms=SECONDS * 1000)
    video.stream_key = stream
    db.commit()
    return video
