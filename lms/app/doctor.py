"""Whether everything that Attune needs is there and works, a sentence each."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import imageio_ffmpeg
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lms.app.migrate import config
from lms.core import jobs, storage
from lms.core.db import connect
from lms.core.settings import Settings
from lms.ui.assets import asset
from lms.videos.rules import PRESIGNED_LASTS
from media import walls

LEAST_FREE = 2 * 1024**3  # bytes


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is fine, and what was seen."""

    what: str
    is_fine: bool
    detail: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything; a look that fails is a finding, not an error."""
    looks: dict[str, Callable[[Settings], str]] = {
        "database": _database,
        "queue": _queue,
        "media store": _store,
        "ffmpeg": _ffmpeg,
        "cage": _cage,
        "styles and scripts": lambda _: asset("app.css"),
        "free disk": _disk,
    }
    for what, look in looks.items():
        try:
            yield Finding(what, True, look(settings))
        except Exception as fault:
            yield Finding(what, False, f"{type(fault).__name__}: {fault}")


def _database(settings: Settings) -> str:
    head = ScriptDirectory.from_config(config(settings)).get_current_head()
    with connect(settings.database_url).connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        name = connection.dialect.name
    if here != head:
        raise ValueError(f"at revision {here}, this version needs {head}; run attune migrate")
    return f"{name} at revision {here}"


def _queue(settings: Settings) -> str:
    return f"{jobs.use(settings).huey.pending_count()} waiting"


def _store(settings: Settings) -> str:
    store = storage.use(settings.media_url, settings.media_direct)
    kept = store.put("doctor/probe", BytesIO(b"well"))
    found = b"".join(store.open(kept.key))
    address = store.presigned(kept.key, "GET", PRESIGNED_LASTS)
    refusal = _refusal(address, settings.base_url) if address else None
    store.delete(kept.key)
    if found != b"well":
        raise ValueError("it gives back other bytes than it was given")
    if refusal:
        raise ValueError(f"ATTUNE_MEDIA_DIRECT: {refusal}")
    return "keeps what it is given" + (", and gives it to browsers" if address else "")


def _refusal(address: str, site: str) -> str | None:
    """Why a browser on the site's pages would get nothing from there, or None."""
    asked = Request(address, headers={"Origin": site})  # noqa: S310 - settings.py lets only http and https through
    try:
        with urlopen(asked, timeout=20) as answer:  # noqa: S310
            is_let = answer.headers.get("Access-Control-Allow-Origin") in ("*", site)
            return None if is_let else f"the bucket's CORS rules don't let pages of {site} read"
    except HTTPError as fault:
        return f"the store answers {fault.code} to a presigned address; are its clock and ours right?"


def _ffmpeg(settings: Settings) -> str:
    binary = settings.ffmpeg or imageio_ffmpeg.get_ffmpeg_exe()
    said = subprocess.run([binary, "-version"], capture_output=True, text=True, timeout=20, check=True).stdout
    return said.split("\n")[0]


def _cage(settings: Settings) -> str:
    if missing := walls.missing():
        raise ValueError(" ".join(missing))
    return "converters can't read other files or use the network"


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE:
        raise ValueError(f"only {free // 1024**2} MB free in {settings.home.name}/; packaging needs room")
    return f"{free // 1024**3} GB"
