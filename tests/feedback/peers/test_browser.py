"""A peer's page in a real browser: the recording plays, what is typed is kept, and it is handed in by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lms.core import clock
from lms.core.db import db
from lms.core.settings import Settings
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.rules import Reflection
from lms.program.rules import PracticeKind
from lms.videos import actions as videos
from lms.videos.jobs import package_next
from tests.feedback.peers.conftest import QUESTION, Circle
from tests.kit import clips
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of video with sound."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "clip.mp4", rate="10", seconds=2)


def test_a_peer_plays_the_recording_writes_and_hands_in(
    circle: Circle, cast: Cast, clip: Path, settings: Settings, open_as: Open
):
    circle.terms(anonymous="both")
    circle.assignment.kind = PracticeKind.RECORDING
    with clip.open("rb") as film:
        video = videos.take(videos.keep_stream(film, "take.mp4"), cast.lena, clock.now())
    db.commit()
    assert package_next(settings)
    take = work.take(practice.add_take(circle.here, cast.lena, video, clock.now()).id)
    assert take
    db.refresh(take.video)
    practice.mark(take, 200, 1500)
    db.commit()
    circle.hand_in(cast.lena, said=Reflection(frozenset([take.id]), "Was it clear?", True, True))
    circle.hand_in(cast.paul)
    address = f"/peer-reviews/{circle.task(cast.lena, cast.paul).id}"
    page = open_as(cast.paul, address)
    assert "Lena" not in page.content()
    page.get_by_role("button", name=re.compile("^Play")).first.click()
    played_until(page, 1)
    page.get_by_label("Keep").fill("You wait before you answer.")
    expect(page.locator("[data-line]")).to_have_text(re.compile("^Saved .*"), timeout=30_000)
    page.reload()
    expect(page.get_by_label("Keep")).to_have_value("You wait before you answer.")
    page.get_by_label("Try next").fill("Ask once more.")
    page.get_by_label(QUESTION).fill("Nothing.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("What you wrote")).to_be_visible(timeout=30_000)
    written = circle.task(cast.lena, cast.paul)
    assert written.handed_in_at
    assert (written.keep, written.answers) == ("You wait before you answer.", {QUESTION: "Nothing."})
    assert written.levels.keys() == {"C1"}
