"""What the worker does with videos: packages those that wait, and throws away what nobody will come back for."""

import logging
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lms.core import clock, storage
from lms.core.db import db, transaction
from lms.core.settings import Settings
from lms.videos import actions, keeping, leases, leftovers, previews, queries
from lms.videos.leases import Lease
from lms.videos.previews import Preview
from lms.videos.rules import SHORT
from media.encode import Limits, Progress
from media.errors import Cancelled, DiskFull, MediaError, Unplayable
from media.package import NO_ROOM, Packaged, package
from media.preview import Part

log = logging.getLogger(__name__)

LIMITS = Limits()
NICENESS = 10  # pages come first
TELL_EVERY_S = 1.0
AWAY = "The media store doesn't answer. The upload is kept, and preparing it is tried again every few minutes."
GONE = "The uploaded file isn't there any more. Please upload it again."

_usual_lane, _passing_lane = threading.Lock(), threading.Lock()


def package_next(settings: Settings) -> bool:
    """Package one video, if any waits. False where none does, or where this process has its hands full.

    While it is at one, another of moderate size passes by, so that nobody's short clip waits for somebody's long day.
    """
    for lane, most_bytes in ((_usual_lane, None), (_passing_lane, SHORT)):
        if lane.acquire(timeout=1):
            try:
                lease = leases.take(clock.now(), most_bytes)
                if lease:
                    _package(lease, settings)
                return lease is not None
            finally:
                lane.release()
    return False


def sweep(settings: Settings) -> None:
    """Throw away uploads that don't move any more, and folders that nothing points at."""
    with transaction():
        for upload in queries.forgotten_uploads(clock.now()):
            actions.stop_upload(upload, settings.home)
    known = queries.upload_keys()
    db.remove()
    leftovers.clear(settings.home / "uploads", known)
    leftovers.clear(settings.home / "work")
    previews.sweep(clock.now())
    db.remove()


def _package(lease: Lease, settings: Settings) -> None:
    _step_back()
    told = _Teller(lease)
    shown = Preview(f"streams/{secrets.token_urlsafe(18)}")
    try:
        with _workplace(settings.home, lease) as folder, shown:
            made = _make(lease, folder, settings, told, shown)
            _finish(lease, folder / "stream", made, told, shown)
    except Cancelled:
        log.info("video %s: another worker has it", lease.video_id)
    except DiskFull as fault:
        leases.put_off(lease, str(fault), clock.now())
    except storage.Fault:
        log.warning("video %s: the media store failed", lease.video_id, exc_info=True)
        leases.put_off(lease, AWAY, clock.now())
    except MediaError as fault:
        log.info("video %s: %s: %s", lease.video_id, type(fault).__name__, getattr(fault, "detail", ""))
        leases.refuse(lease, str(fault), isinstance(fault, Unplayable))
    except Exception:
        log.exception("video %s: packaging ended, lease %s; tried again after it", lease.video_id, lease.number)


def _make(lease: Lease, folder: Path, settings: Settings, told: "_Teller", shown: Preview) -> Packaged:
    def show(part: Part) -> None:
        is_new = not shown.plays
        shown.take(part)
        if is_new and shown.plays:
            told.is_lost = not leases.show(lease, stream_key=shown.key, **_facts(part))

    return package(
        _source(lease, folder, told),
        folder / "stream",
        on_progress=told.tell,
        on_preview=None if lease.plays_from else show,
        is_cancelled=lambda: told.is_lost,
        limits=LIMITS,
        ffmpeg=Path(settings.ffmpeg) if settings.ffmpeg else None,
    )


def _source(lease: Lease, folder: Path, told: "_Teller") -> Path:
    store = storage.store()
    path = store.path(lease.source_key)
    if path is None:
        try:
            return store.fetch(lease.source_key, folder / "source", told.go_on)
        except FileNotFoundError:
            raise Unplayable(GONE) from None
        except OSError as fault:
            if fault.errno in NO_ROOM:
                raise DiskFull from fault
            raise
    if not path.exists():
        raise Unplayable(GONE)
    return path


def _finish(lease: Lease, made_in: Path, made: Packaged, told: "_Teller", shown: Preview) -> None:
    store = storage.store()
    keeping.keep_folder(store, shown.final_key, made_in, told.go_on)
    if leases.finish(lease, clock.now(), stream_key=shown.final_key, **_facts(made)):
        shown.end()
        _let_go(lease)
    else:
        store.delete_under(shown.final_key)


def _let_go(lease: Lease) -> None:
    """What played until now goes once nobody can be watching it; the one before that, if it is there still, at once."""
    if lease.plays_from:
        previews.let_go(lease.plays_from)
        if lease.played_from:
            storage.store().delete_under(lease.played_from)


def _facts(shown: Packaged | Part) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in ("duration_ms", "width", "height", "has_audio", "has_picture")}


class _Teller:
    """Renews the lease while packaging tells how far it is, and while files come and go, at most once a second."""

    def __init__(self, lease: Lease) -> None:
        self.is_lost = False
        self._lease = lease
        self._told_at = 0.0
        self._last = Progress(0, None)

    def go_on(self) -> None:
        """Nothing new to tell, and still at it. Raises Cancelled once another worker has the video."""
        self.tell(self._last)
        if self.is_lost:
            raise Cancelled

    def tell(self, progress: Progress) -> None:
        self._last = progress
        if time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._told_at = time.monotonic()
            self.is_lost = not leases.renew(self._lease, progress.permille, progress.seconds_left, clock.now())


@contextmanager
def _workplace(home: Path, lease: Lease) -> Iterator[Path]:
    for left in (home / "work").glob(f"{lease.key}.*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = home / "work" / f"{lease.key}.{lease.number}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _step_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
