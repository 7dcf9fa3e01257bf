"""Whether everything that Attune needs is there and works, a sentence each."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import imageio_ffmpeg
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lms.app.migrate import config
from lms.core import jobs, storage
from lms.core.db import connect
from lms.core.settings import Settings
from lms.ui.assets import asset
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
    store = storage.use(settings.media_url)
    kept = store.put("doctor/probe", BytesIO(b"well"))
    found = b"".join(store.open(kept.key))
    store.delete(kept.key)
    if found != b"well":
        raise ValueError("it gives back other bytes than it was given")
    return "keeps what it is given"


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
