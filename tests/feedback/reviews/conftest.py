"""Lena's work with a recording, and tess's review of it."""

import io
from collections.abc import Callable

import pytest

from lms.core import clock
from lms.core.db import db
from lms.feedback import queries as threads
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews import actions
from lms.feedback.reviews.models import Review
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import SubmissionVersion
from lms.practice.rules import Reflection
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.videos import actions as videos
from lms.videos.rules import VideoState
from tests.kit.cast import Cast


@pytest.fixture
def recorded(cast: Cast, thread: FeedbackThread) -> SubmissionVersion:
    """The second version of the work that lena has handed in: a minute of recording, and a text."""
    submission = work.submission(thread.submission_id)
    assert submission
    db.get_one(Assignment, submission.assignment_id).kind = PracticeKind.RECORDING
    here = work.assignment_here(submission.assignment_id, cast.here)
    assert here
    video = videos.take(videos.keep_stream(io.BytesIO(b"film"), "take.webm"), cast.lena, clock.now())
    video.state, video.duration_ms, video.width, video.height = VideoState.READY, 60_000, 640, 360
    video.stream_key = f"streams/{video.key}"
    take = work.take(practice.add_take(here, cast.lena, video, clock.now()).id)
    assert take
    practice.mark(take, 3000, 8000)
    draft = practice.open_draft(here, cast.lena, clock.now())
    said = Reflection(frozenset([take.id]), "Was I too fast?", is_attested=True)
    made = practice.hand_in(here, cast.lena, "I would wait. Then wait again.", draft.saved, clock.now(), said)
    db.commit()
    found = work.version(made.submission_id, made.number)
    assert found
    return found


@pytest.fixture
def begun(cast: Cast, thread: FeedbackThread) -> Callable[[], Review]:
    """Tess's review of the latest version, begun or gone on with."""

    def begin() -> Review:
        opened = threads.thread_of(thread.submission_id)
        assert opened
        db.refresh(opened, ["version_id"])
        return actions.begin(opened, cast.tess, clock.now())

    return begin
