"""The first assignment of the cohort that most tests are about."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core import clock, storage
from lms.core.db import db, transaction
from lms.people.models import Person
from lms.practice import actions, queries
from lms.practice.models import Take
from lms.practice.queries import AssignmentHere
from lms.program.models import Assignment, ProgramClass, Statement
from lms.program.rules import PracticeKind
from lms.videos import actions as videos
from lms.videos.rules import VideoState
from tests.kit import clips, make
from tests.kit.cast import Cast


@pytest.fixture
def here(cast: Cast) -> AssignmentHere:
    """The home practice of class 1, here."""
    first = db.scalars(select(Assignment.id).join(ProgramClass).order_by(ProgramClass.number)).first()
    assert first
    found = queries.assignment_here(first, cast.here)
    assert found
    return found


@pytest.fixture
def kept(app: object) -> Callable[[bytes], actions.Kept]:
    """Bytes that lie in the media store."""
    return lambda data: actions.keep_bytes(storage.store(), io.BytesIO(data))


@pytest.fixture
def recorded(here: AssignmentHere) -> AssignmentHere:
    """The same home practice, which asks for a recording."""
    here.assignment.kind = PracticeKind.RECORDING
    db.commit()
    return here


@pytest.fixture
def taken(recorded: AssignmentHere, cast: Cast) -> Callable[..., Take]:
    """A take of lena's, or of somebody else's, ready and a minute long."""

    def take(who: Person | None = None, content: bytes = b"a recording", duration_ms: int = 60_000) -> Take:
        who = who or cast.lena
        video = videos.take(videos.keep_stream(io.BytesIO(content), "take.webm"), who, clock.now())
        video.state, video.duration_ms, video.width, video.height = VideoState.READY, duration_ms, 640, 360
        video.stream_key = f"streams/{video.key}"
        made = actions.add_take(recorded, who, video, clock.now())
        db.commit()
        found = queries.take(made.id)
        assert found
        return found

    return take


@pytest.fixture
def drilled(here: AssignmentHere, cast: Cast) -> AssignmentHere:
    """A drill of class 1: three statements, of difficulty 1, 2 and 3."""
    class_id = here.assignment.class_id
    with transaction():  # means to write from its first statement: a page that was just closed may tell something still
        drill_id = make.drill(class_id, 1, 2, 3).id
    found = queries.assignment_here(drill_id, cast.here)
    assert found
    return found


@pytest.fixture
def attempted(drilled: AssignmentHere, cast: Cast) -> Callable[..., Take]:
    """An attempt of lena's at a statement of the drill, ready and ten seconds long."""

    def attempt(statement: Statement, content: bytes = b"an answer", who: Person | None = None) -> Take:
        who = who or cast.lena
        video = videos.take(videos.keep_stream(io.BytesIO(content), "answer.webm"), who, clock.now())
        video.state, video.duration_ms, video.has_audio = VideoState.READY, 10_000, True
        video.stream_key = f"streams/{video.key}"
        made = actions.add_take(drilled, who, video, clock.now(), statement)
        db.commit()
        found = queries.take(made.id)
        assert found
        return found

    return attempt


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of video with sound."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "clip.mp4", rate="10", seconds=2)
