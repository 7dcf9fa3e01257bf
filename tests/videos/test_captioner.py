"""The automatic captioner: a command of the operator's, whose work is a draft that nobody sees until it is checked."""

import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.settings import BadSetting, Settings
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions, jobs, machine, queries
from lms.videos.tracks.models import Captioning
from lms.videos.tracks.rules import CaptioningState, TrackKind
from tests.kit.cast import Cast

SCRIPT = Path(__file__).with_name("captioner.py")
Settled = Callable[[str], Settings]


@pytest.fixture
def video(cast: Cast) -> Video:
    """A ready one, which a captioner can read."""
    made = videos.take(videos.keep_stream(BytesIO(b"a film about waiting"), "film.mp4"), cast.tess, clock.now())
    made.state, made.duration_ms = VideoState.READY, 60_000
    db.commit()
    return made


@pytest.fixture
def settled(settings: Settings) -> Settled:
    """Settings whose captioner is our script, behaving in this way."""

    def made(way: str) -> Settings:
        words = [sys.executable, str(SCRIPT), way, "{input}", "{output}", "{language}"]
        return replace(settings, captioner=shlex.join(words))

    return made


def after(video_id: int, settings: Settings) -> Captioning:
    """Where it stands once the worker has been at it."""
    db.commit()
    assert jobs.caption_next(settings)
    db.remove()
    found = queries.captioning(video_id)
    assert found
    return found


def test_the_machine_writes_a_draft_that_says_so(cast: Cast, video: Video, settled: Settled):
    machine.ask(video, "es", cast.tess, clock.now())
    done = after(video.id, settled("well"))
    assert (done.state, done.percent, done.trouble) == (CaptioningState.DONE, 100, None)
    track = queries.track(done.video_id, TrackKind.CAPTIONS, "es")
    assert track and track.draft
    assert (track.published, track.draft.is_machine_made) == (0, True)
    assert track.draft.text == "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\na film about waiting in es\n"
    version = actions.publish(track, track.draft.text, track.seen, "", cast.tess, clock.now())
    assert version.why == "Machine-made, then checked"
    assert not jobs.caption_next(settled("well"))


@pytest.mark.parametrize(
    ("way", "trouble"),
    [
        ("badly", "The captioner couldn't do it."),
        ("without a word", "The captioner couldn't do it."),
        ("faultily", "What the captioner wrote can't be read as captions: Line 3: “soon” isn't a time."),
        ("too much", "What the captioner wrote can't be read as captions: Line 1: This file is larger than 2 MB"),
    ],
)
def test_a_captioner_that_fails_is_told_in_a_sentence(
    cast: Cast, video: Video, settled: Settled, way: str, trouble: str
):
    machine.ask(video, "en", cast.tess, clock.now())
    done = after(video.id, settled(way))
    assert done.state is CaptioningState.FAILED
    assert (done.trouble or "").startswith(trouble)
    assert queries.track(done.video_id, TrackKind.CAPTIONS, "en") is None


def test_one_that_never_ends_is_stopped(cast: Cast, video: Video, settled: Settled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "WALL_LEAST_S", 1.0)
    monkeypatch.setattr(jobs, "WALL_FOR_EACH_S", 0.0)
    machine.ask(video, "en", cast.tess, clock.now())
    done = after(video.id, settled("for ever"))
    assert (done.state, done.trouble) == (CaptioningState.FAILED, jobs.TOO_LONG)


def test_a_command_that_isnt_there_is_said(cast: Cast, video: Video, settings: Settings):
    machine.ask(video, "en", cast.tess, clock.now())
    done = after(video.id, replace(settings, captioner="/no/such/thing {input} {output}"))
    assert done.trouble == jobs.NO_CAPTIONER


def test_how_far_it_is_is_told_meanwhile(cast: Cast, video: Video, settled: Settled, monkeypatch: pytest.MonkeyPatch):
    told: list[int] = []
    renew = machine.renew
    monkeypatch.setattr(jobs, "TELL_EVERY_S", 0.0)
    monkeypatch.setattr(machine, "renew", lambda work, percent, now: told.append(percent) or renew(work, percent, now))
    machine.ask(video, "en", cast.tess, clock.now())
    after(video.id, settled("well"))
    assert told == sorted(told)
    assert {10, 50} <= set(told)


def test_a_draft_that_somebody_began_is_never_in_danger(cast: Cast, video: Video, settled: Settled):
    track = actions.begin(video, TrackKind.CAPTIONS, "en")
    actions.save_draft(track, "mine", track.seen, cast.tess, clock.now())
    with pytest.raises(Refused, match="unpublished draft"):
        machine.ask(video, "en", cast.tess, clock.now())
    actions.discard_draft(track)
    machine.ask(video, "en", cast.tess, clock.now())
    with pytest.raises(Refused, match="at this video already"):
        machine.ask(video, "es", cast.tess, clock.now())
    actions.save_draft(track, "mine", track.seen, cast.tess, clock.now())
    done = after(video.id, settled("well"))
    assert done.state is CaptioningState.FAILED
    kept = queries.track(done.video_id, TrackKind.CAPTIONS, "en")
    assert kept and kept.draft and kept.draft.text == "mine"


def test_a_worker_that_died_is_followed_by_another_and_then_given_up(cast: Cast, video: Video, settled: Settled):
    machine.ask(video, "en", cast.tess, clock.now())
    db.commit()
    video_id, now = video.id, clock.now()
    lost = machine.take(now)
    assert lost and machine.take(now) is None
    second = machine.take(now + timedelta(minutes=2))
    assert second and second.number == 2
    assert not machine.renew(lost, 50, now)
    assert machine.take(now + timedelta(minutes=4)) is None
    found = queries.captioning(video_id)
    assert found and (found.state, found.trouble) == (CaptioningState.FAILED, machine.GIVEN_UP)


def test_a_setting_without_places_for_the_files_is_refused():
    with pytest.raises(BadSetting, match="ATTUNE_CAPTIONER"):
        Settings(captioner="whisper").checked()
