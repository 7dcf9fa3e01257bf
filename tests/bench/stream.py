"""A real video in the sample: put where the worker would put it, found as a browser would find it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import delete, select

from lms.core import clock
from lms.core.db import connect, db, transaction
from lms.core.settings import Settings
from lms.demonstrations.models import Showing
from lms.demonstrations.watching.models import Watching
from lms.people.models import Person
from lms.program.models import Demonstration, ProgramClass
from lms.videos.models import Video
from lms.videos.rules import VideoState
from media.package import Packaged, package
from tests.bench.clips import repeated
from tests.kit.visitor import CLASS, Visitor

REPEATS = 12  # 63 s, longer than a player reads ahead
KEY = "streams/bench"
MASTER = r'data-src="(/media/[^"]+?)/master\.m3u8"'
BIG = "big.m4s"
BIG_BYTES = 1_500_000
PLAIN = "clip.mp4"


def give_clip(home: Path, work: Path) -> None:
    """Have the first demonstration of the first class show it. Beside the stream: a big segment, and the plain MP4."""
    folder = home / "media" / KEY
    folder.parent.mkdir(parents=True, exist_ok=True)
    clip = repeated(REPEATS, work / "clip.mp4")
    made = package(clip, folder)
    shutil.copyfile(clip, folder / PLAIN)
    (folder / BIG).write_bytes(os.urandom(BIG_BYTES))
    connect(Settings(home=home).checked().database_url)
    with transaction():
        _show(made)


def forget_watching(home: Path) -> None:
    """Nobody has watched anything."""
    connect(Settings(home=home).checked().database_url)
    with transaction():
        db.execute(delete(Watching))


def _show(made: Packaged) -> None:
    now = clock.now()
    chosen = (
        select(Demonstration)
        .join(ProgramClass, Demonstration.class_id == ProgramClass.id)
        .where(ProgramClass.number == 1)
        .order_by(Demonstration.position)
    )
    demonstration = db.scalars(chosen).first()
    trainer = db.scalars(select(Person).where(Person.email == "trainer@sample.example")).one()
    assert demonstration, "the sample's first class has no demonstration"
    video = Video(
        key="bench",
        file_name="clip.mp4",
        source_key=f"{KEY}/{PLAIN}",
        source_size=1,
        source_sha256="0" * 64,
        uploaded_by_id=trainer.id,
        uploaded_at=now,
        state=VideoState.READY,
        stream_key=KEY,
        ready_at=now,
        duration_ms=made.duration_ms,
        width=made.width,
        height=made.height,
        has_audio=made.has_audio,
    )
    db.add(video)
    db.flush()
    db.add(Showing(demonstration_id=demonstration.id, video_id=video.id, since=now))


@dataclass(frozen=True)
class Stream:
    """Its files by name, as the learner's address reaches them and as they lie in the media folder."""

    base: str
    real: str
    """An ordinary segment of the best rung."""
    big: str = BIG
    plain: str = PLAIN

    @classmethod
    def seen_by(cls, visitor: Visitor, home: Path) -> Self:
        """The video on the class page, which has to be the one that was given."""
        base = visitor.find(CLASS, MASTER)
        assert base, "the class page plays no video"
        folder = home / "media" / KEY
        assert visitor.see(f"{base}/master.m3u8") == (folder / "master.m3u8").read_text(), "another video plays"
        return cls(base, str(max(folder.glob("*p/*.m4s"), key=lambda file: file.stat().st_size).relative_to(folder)))

    def address(self, name: str) -> str:
        """With the learner's token."""
        return f"{self.base}/{name}"

    def on_disk(self, name: str) -> str:
        """Below the media folder."""
        return f"/{KEY}/{name}"
