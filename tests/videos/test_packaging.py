"""Packaging by the worker: what comes out, and what happens when the file, the disk or the worker itself fails."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psutil
import pytest
from sqlalchemy import select, update

from lms.core import clock, storage
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.videos import actions, ending, jobs, keeping, leases, leftovers, pieces, previews, queries, revocations, rules
from lms.videos.models import PlaybackRevocation, Upload, Video
from lms.videos.rules import VideoState
from lms.videos.tokens import Ticket
from media.encode import Limits
from media.errors import Broken
from tests.kit import clips, waiting
from tests.kit.cast import Cast
from tests.kit.site import free_port
from tests.videos.conftest import again

Take = Callable[..., Video]
WORKER = """
import sys
from pathlib import Path
from lms.app.follows import FOLLOWS
from lms.core import db, events, storage
from lms.core.settings import Settings
from lms.videos import jobs
settings = Settings.from_environ()
db.connect(settings.database_url)
events.follow(FOLLOWS)
storage.use(settings.media_url)
jobs.package_next(settings)
"""


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that keeps a worker busy for some seconds."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "long.mp4", size="640x360", seconds=20)


def test_a_video_is_packaged_and_knows_its_facts(taken: Take, clip: Path, settings: Settings):
    video = taken(clip.read_bytes())
    assert jobs.package_next(settings)
    ready = again(video)
    assert ready.state is VideoState.READY
    assert abs((ready.duration_ms or 0) - 2000) < 100
    assert (ready.width, ready.height, ready.has_audio, ready.permille) == (320, 180, True, 1000)
    assert ready.has_picture
    assert not ready.is_only_heard
    assert ready.stream_key
    master = b"".join(storage.store().open(f"{ready.stream_key}/master.m3u8")).decode()
    assert "180p/index.m3u8" in master
    assert storage.store().size(f"{ready.stream_key}/180p/init.mp4") > 0
    assert ready.source_sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert list((settings.home / "work").iterdir()) == []
    assert not jobs.package_next(settings)


def test_a_video_plays_while_it_is_being_prepared(taken: Take, settings: Settings, tmp_path: Path, monkeypatch):
    """From a stream of its own, which still plays for whoever began with it, and goes when no address leads there."""
    video = taken(clips.compatible(tmp_path / "clip.mp4").read_bytes())
    during: list[Video] = []
    finish = leases.finish

    def looked_at_last(lease: leases.Lease, *args: object, **facts: object) -> bool:
        during.append(again(video))
        return finish(lease, *args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(leases, "finish", looked_at_last)
    jobs.package_next(settings)
    [shown], ready = during, again(video)
    assert shown.state is VideoState.PREPARING and shown.stream_key and shown.stream_key != ready.stream_key
    assert (shown.duration_ms, shown.width, shown.height) == (ready.duration_ms, ready.width, ready.height)
    store = storage.store()
    master = b"".join(store.open(f"{shown.stream_key}/master.m3u8")).decode()
    for rung in re.findall(r"^[\w/]+\.m3u8$", master, re.M):
        for line in b"".join(store.open(f"{shown.stream_key}/{rung}")).decode().splitlines():
            assert line.startswith("#") or store.size(f"{shown.stream_key}/{rung.partition('/')[0]}/{line}")
    jobs.sweep(settings)
    assert store.size(f"{shown.stream_key}/master.m3u8")
    with clock.at(clock.now() + rules.LONGEST + timedelta(seconds=1)):
        jobs.sweep(settings)
    assert list(store.kept_under(shown.stream_key)) == []
    assert store.size(f"{ready.stream_key}/master.m3u8")


def test_a_preview_is_revoked_and_erased_with_its_video(taken: Take, clip: Path, settings: Settings):
    video = taken(clip.read_bytes())
    jobs.package_next(settings)
    ready, now = again(video), clock.now()
    assert ready.stream_key
    early = f"{ready.stream_key}{rules.EARLY}"
    assert list(storage.store().kept_under(early))
    with transaction():
        revocations.revoke_video(ready, now)
    revocations.known.forget()
    name = early.removeprefix("streams/")
    assert revocations.known.revokes(Ticket(1, name, int(now.timestamp() * 1000) - 1000, 2**40, ""), now)
    ending.erase(again(video), settings.home)
    assert list(storage.store().kept_under(early)) == []


def test_a_run_that_fails_leaves_no_preview(taken: Take, clip: Path, settings: Settings, monkeypatch):
    video = taken(clip.read_bytes())

    def lost(*args: object, **facts: object) -> bool:
        return False

    monkeypatch.setattr(leases, "finish", lost)
    before = set(storage.store().kept_under("streams")), set(storage.store().kept_under("previews"))
    jobs.package_next(settings)
    assert (set(storage.store().kept_under("streams")), set(storage.store().kept_under("previews"))) == before
    assert again(video).state is VideoState.PREPARING


def test_a_preview_that_fails_is_no_failure_of_the_video(taken: Take, clip: Path, settings: Settings, monkeypatch):
    video = taken(clip.read_bytes())
    monkeypatch.setattr(keeping, "keep_files", lambda *args: Path("/nowhere").stat())
    jobs.package_next(settings)
    assert again(video).state is VideoState.READY


def test_what_a_dead_worker_showed_is_not_shown_any_more(taken: Take):
    video = taken(b"film")
    now = clock.now()
    lease = leases.take(now)
    assert lease
    assert leases.show(lease, stream_key=f"streams/of-the-dead{rules.EARLY}", duration_ms=2000)
    assert again(video).plays
    assert leases.take(now + rules.LEASE)
    assert not again(video).plays


def test_taking_a_video_asks_for_packaging_in_the_same_transaction(taken: Take):
    video = taken(b"something")
    letter = db.scalar(select(Letter).where(Letter.kind == "package-video"))
    assert letter and letter.payload == {"video_id": video.id}


@pytest.fixture
def uploaded(cast: Cast, clip: Path, settings: Settings) -> Upload:
    """An upload of which every byte has come."""
    content = clip.read_bytes()
    upload = actions.begin_upload(cast.tess, "A film.mp4", len(content), settings.home, clock.now())
    pieces.place(settings.home, upload.key).write_bytes(content)
    db.commit()
    return upload


def test_an_upload_becomes_a_video_with_the_same_bytes(uploaded: Upload, cast: Cast, clip: Path, settings: Settings):
    video = actions.take(actions.keep_upload(uploaded, settings.home), cast.tess, clock.now())
    db.commit()
    assert b"".join(storage.store().open(video.source_key)) == clip.read_bytes()
    assert video.source_sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert queries.upload(uploaded.key, cast.tess.id, clock.now()) is None


def test_a_transaction_that_fails_after_taking_loses_nothing(uploaded: Upload, cast: Cast, settings: Settings):
    key = uploaded.key
    actions.take(actions.keep_upload(uploaded, settings.home), cast.tess, clock.now())
    db.rollback()
    upload = queries.upload(key, cast.tess.id, clock.now())
    assert upload
    actions.take(actions.keep_upload(upload, settings.home), cast.tess, clock.now())
    db.commit()
    assert queries.video_by_key(key)


def test_an_upload_that_isnt_complete_is_no_video(uploaded: Upload, cast: Cast, settings: Settings):
    with pieces.place(settings.home, uploaded.key).open("r+b") as file:
        file.truncate(100)
    with pytest.raises(Exception, match="isn't complete"):
        actions.take(actions.keep_upload(uploaded, settings.home), cast.tess, clock.now())


def test_a_file_that_is_no_video_is_refused_with_a_sentence_and_kept(taken: Take, settings: Settings):
    video = taken(b"This is a letter, not a film. " * 100)
    jobs.package_next(settings)
    video = again(video)
    assert video.state is VideoState.REFUSED
    assert video.trouble and "not a video" in video.trouble
    assert not video.is_worth_another_try
    assert storage.store().size(video.source_key) == 3000


def test_a_full_disk_keeps_the_upload_and_it_is_tried_again_later(
    taken: Take, clip: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    video = taken(clip.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "LIMITS", Limits(file_bytes=2_000))
        assert jobs.package_next(settings)
    video = again(video)
    assert video.state is VideoState.WAITING
    assert video.trouble and "not enough free disk space" in video.trouble
    assert not jobs.package_next(settings), "not at once: the disk is still full"
    with clock.at(clock.now() + rules.ROOM_WAITS + timedelta(seconds=1)):
        assert jobs.package_next(settings)
    video = again(video)
    assert (video.state, video.trouble) == (VideoState.READY, None)


@pytest.fixture
def on_s3(far_store: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process's media store on S3."""
    monkeypatch.setattr(storage, "_store", far_store)


@pytest.fixture
def everything_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease is renewed at each step, not only each second."""
    monkeypatch.setattr(jobs, "TELL_EVERY_S", 0)


@pytest.mark.usefixtures("on_s3", "everything_told")
def test_bytes_that_take_their_time_to_a_far_store_keep_the_lease(
    taken: Take, clip: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    video, real, lent = taken(clip.read_bytes()), keeping.keep_folder, []

    def slowly(*arguments: Any) -> None:
        with clock.at(clock.now() + rules.LEASE - timedelta(seconds=5)):
            real(*arguments)
        lent.append(leases.take(clock.now() + rules.LEASE + timedelta(seconds=30)))

    monkeypatch.setattr(keeping, "keep_folder", slowly)
    assert jobs.package_next(settings)
    assert lent == [None], "nobody else gets what is still being kept"
    assert again(video).state is VideoState.READY


@pytest.mark.usefixtures("on_s3", "everything_told")
def test_who_loses_the_lease_while_keeping_the_stream_leaves_nothing(
    taken: Take, clip: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    video, real, keys = taken(clip.read_bytes()), keeping.keep_folder, []

    def lost(store: Storage, key: str, *more: Any) -> None:
        keys.append(key)
        assert leases.take(clock.now() + rules.LEASE * 2)
        real(store, key, *more)

    monkeypatch.setattr(keeping, "keep_folder", lost)
    assert jobs.package_next(settings)
    assert (again(video).state, again(video).tries) == (VideoState.PREPARING, 2)
    with pytest.raises(FileNotFoundError):
        storage.store().size(f"{keys[0]}/master.m3u8")


@pytest.mark.usefixtures("on_s3")
def test_a_source_that_is_gone_from_a_far_store_is_refused_with_a_sentence(taken: Take, settings: Settings):
    video = taken(b"film")
    storage.store().delete(video.source_key)
    jobs.package_next(settings)
    video = again(video)
    assert video.state is VideoState.REFUSED
    assert video.trouble == jobs.GONE


def test_a_video_waits_for_a_media_store_that_is_away(
    taken: Take, clip: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    video = taken(clip.read_bytes())
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
        patch.setenv("AWS_ALLOW_HTTP", "true")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setattr(storage, "_store", Storage("s3://bucket"))
        assert jobs.package_next(settings)
    waiting = again(video)
    assert (waiting.state, waiting.trouble) == (VideoState.WAITING, jobs.AWAY)
    with clock.at(clock.now() + rules.ROOM_WAITS + timedelta(seconds=1)):
        assert jobs.package_next(settings)
    assert again(video).state is VideoState.READY


def test_a_refused_video_can_be_prepared_once_more(taken: Take, settings: Settings):
    video = taken(b"no film")
    jobs.package_next(settings)
    _retry(video)
    assert again(video).state is VideoState.WAITING
    assert db.query(Letter).filter(Letter.kind == "package-video").count() == 2


def test_a_video_that_plays_is_prepared_anew_and_goes_on_playing(taken: Take, clip: Path, settings: Settings):
    video = taken(clip.read_bytes())
    jobs.package_next(settings)
    first = again(video).stream_key
    _retry(video)
    assert again(video).is_on_its_way and again(video).is_whole
    jobs.package_next(settings)
    video = again(video)
    assert video.state is VideoState.READY and video.stream_key != first == video.former_stream_key
    store = storage.store()
    assert store.count_under(str(first)), "somebody may still be watching it"
    with transaction():
        revocations.revoke_video(video, clock.now())
    assert db.query(PlaybackRevocation).count() == 2
    ending.erase(video, settings.home)
    assert not store.count_under(str(first))


def test_what_played_until_a_video_was_prepared_anew_goes_once_nobody_can_be_watching(
    taken: Take, clip: Path, settings: Settings
):
    video = taken(clip.read_bytes())
    jobs.package_next(settings)
    first = str(again(video).stream_key)
    _retry(video)
    jobs.package_next(settings)
    previews.sweep(clock.now())
    assert storage.store().count_under(first)
    previews.sweep(clock.now() + rules.LONGEST + timedelta(minutes=1))
    assert not storage.store().count_under(first)
    assert storage.store().count_under(str(again(video).stream_key))


def test_a_second_preparation_that_fails_leaves_what_plays(taken: Take, clip: Path, settings: Settings, monkeypatch):
    video = taken(clip.read_bytes())
    jobs.package_next(settings)
    first = again(video).stream_key
    _retry(video)
    monkeypatch.setattr(jobs, "package", Mock(side_effect=Broken("a planted fault")))
    jobs.package_next(settings)
    video = again(video)
    assert (video.state, video.stream_key) == (VideoState.READY, first)
    assert video.trouble and video.is_worth_another_try


def test_a_second_preparation_that_kills_its_workers_leaves_what_plays(taken: Take, clip: Path, settings: Settings):
    video = taken(clip.read_bytes())
    jobs.package_next(settings)
    _retry(video)
    now = clock.now()
    for _ in range(rules.TRIES):
        assert leases.take(now)
        now += rules.LEASE
    assert leases.take(now) is None
    assert again(video).state is VideoState.READY and again(video).is_whole


def test_preparing_can_be_stopped_and_begun_again(taken: Take, cast: Cast, long_clip: Path, settings: Settings):
    video = taken(long_clip.read_bytes())
    worker = threading.Thread(target=jobs.package_next, args=(settings,))
    streams = set(storage.store().kept_under("streams"))
    worker.start()
    waiting.until("some progress", lambda: again(video).permille > 0)
    with transaction():
        found = db.get(Video, video.id)
        assert found
        actions.stop(found, cast.tess)
    worker.join(30)
    video = again(video)
    assert not worker.is_alive() and video.state is VideoState.REFUSED
    assert video.trouble == f"{cast.tess.name} stopped preparing it. The upload is kept."
    assert set(storage.store().kept_under("streams")) == streams
    _retry(video)
    jobs.package_next(settings)
    assert again(video).state is VideoState.READY


def test_a_short_clip_passes_by_a_long_day(taken: Take, clip: Path, settings: Settings):
    long = taken(clip.read_bytes())
    short = taken(clip.read_bytes())
    with transaction():
        db.execute(update(Video).where(Video.id == long.id).values(source_size=rules.SHORT + 1))
    with jobs._usual_lane:
        assert jobs.package_next(settings)
        assert not jobs.package_next(settings), "the long one waits for its own lane"
    assert again(short).state is VideoState.READY
    assert again(long).state is VideoState.WAITING


def _retry(video: Video) -> None:
    with transaction():
        found = db.get(Video, video.id)
        assert found
        actions.retry(found, clock.now() + timedelta(seconds=1))


def test_a_worker_that_is_killed_leaves_the_video_to_another(taken: Take, long_clip: Path, settings: Settings):
    video = taken(long_clip.read_bytes())
    environ = os.environ | {
        "ATTUNE_ENV": "test",
        "ATTUNE_HOME": str(settings.home),
        "ATTUNE_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "ATTUNE_MEDIA_URL": settings.media_url,
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environ)
    until = time.monotonic() + 30
    while again(video).permille < 50:
        assert time.monotonic() < until and worker.poll() is None, "it never began"
        time.sleep(0.1)
    encoders = psutil.Process(worker.pid).children(recursive=True)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert encoders
    psutil.wait_procs(encoders, timeout=5)
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in encoders)

    assert not jobs.package_next(settings), "the lease still runs"
    with clock.at(clock.now() + rules.LEASE + timedelta(seconds=1)):
        assert jobs.package_next(settings)
    video = again(video)
    assert (video.state, video.tries) == (VideoState.READY, 2)
    assert list((settings.home / "work").iterdir()) == []


def test_a_video_that_kills_its_workers_is_refused_in_the_end(taken: Take):
    video = taken(b"deadly")
    now = clock.now()
    for _ in range(rules.TRIES):
        assert leases.take(now)
        now += rules.LEASE
    assert leases.take(now) is None
    assert again(video).state is VideoState.REFUSED
    assert again(video).is_worth_another_try


def test_who_has_lost_the_lease_cant_write_any_more(taken: Take):
    video = taken(b"film")
    now = clock.now()
    first = leases.take(now)
    second = leases.take(now + rules.LEASE)
    assert first and second
    assert not leases.renew(first, 500, 10, now)
    assert not leases.finish(first, now, stream_key="streams/of-the-dead")
    assert leases.renew(second, 400, 3.4, now)
    video = again(video)
    assert (video.permille, video.seconds_left, video.stream_key) == (400, 3, None)


def test_the_oldest_waits_no_longer_than_it_must(taken: Take):
    videos = [taken(b"film") for _ in range(3)]
    taken_up = [leases.take(clock.now()) for _ in range(4)]
    assert [lease and lease.video_id for lease in taken_up] == [*(video.id for video in videos), None]


def test_uploads_that_dont_move_are_thrown_away_with_their_bytes(cast: Cast, settings: Settings):
    now = clock.now()
    old, young = (actions.begin_upload(cast.tess, name, 10, settings.home, now) for name in ("old", "young"))
    db.commit()
    with transaction():
        db.execute(
            update(Upload).where(Upload.id == old.id).values(moved_at=now - rules.UPLOAD_WAITS - timedelta(hours=1))
        )
    jobs.sweep(settings)
    assert pieces.size(settings.home, old.key) is None
    assert pieces.size(settings.home, young.key) == 0


def test_a_folder_in_which_something_still_grows_is_not_swept(app, settings: Settings):
    """A long film is encoded for hours, and only its segments are new."""
    segment = settings.home / "work" / "long.1" / "stream.work" / "180p" / "00000.m4s"
    segment.parent.mkdir(parents=True)
    segment.write_bytes(b"new")
    for folder in list(segment.parents)[:3]:
        os.utime(folder, (time.time() - 2 * leftovers.FRESH_S,) * 2)
    jobs.sweep(settings)
    assert segment.exists()
    shutil.rmtree(settings.home / "work" / "long.1")


def test_folders_that_nothing_points_at_are_swept_once_they_are_old(app, settings: Settings):
    for name, age_s in (("left", 2 * leftovers.FRESH_S), ("fresh", 0)):
        for place in ("uploads", "work"):
            folder = settings.home / place / name
            folder.mkdir(parents=True)
            file = folder / "source"
            file.write_bytes(b"rest")
            for path in (file, folder):
                os.utime(path, (time.time() - age_s,) * 2)
    jobs.sweep(settings)
    for place in ("uploads", "work"):
        assert [folder.name for folder in (settings.home / place).iterdir() if folder.name in ("left", "fresh")] == [
            "fresh"
        ]
        (settings.home / place / "fresh" / "source").unlink()
        (settings.home / place / "fresh").rmdir()
