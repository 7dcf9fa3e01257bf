"""A clip for every demonstration, drawn by ffmpeg, with captions and chapters: the sample needs nobody's recording."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from lms.app.sample import words
from lms.consents import actions as consents
from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.demonstrations import actions as demonstrations
from lms.demonstrations.models import Showing
from lms.people.models import Person
from lms.program.models import Demonstration, ProgramClass
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.tracks import actions as tracks
from lms.videos.tracks.rules import TrackKind, as_chapters
from media import captions
from media.cues import Cue, clean
from media.sample import make_clip

SECONDS = 24.0


def ask_for_clips(program_id: int) -> None:
    """Have the worker make a clip for each demonstration that has no video, in the order of the classes."""
    rows = db.scalars(
        select(Demonstration.id)
        .join(ProgramClass)
        .where(ProgramClass.program_id == program_id, ~exists().where(Showing.demonstration_id == Demonstration.id))
        .order_by(ProgramClass.number, Demonstration.position)
    )
    for demonstration_id in rows:
        outbox.post("sample-clip", f"sample-clip-{demonstration_id}", {"demonstration_id": demonstration_id})


def make(payload: dict[str, Any]) -> None:
    """Carry a letter of the kind "sample-clip"."""
    demonstration = db.scalar(
        select(Demonstration)
        .where(Demonstration.id == payload["demonstration_id"])
        .options(joinedload(Demonstration.program_class))
    )
    trainer = db.scalar(select(Person).where(Person.email == "trainer@sample.example", Person.is_sample))
    db.remove()
    if demonstration is None or trainer is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "sample.mp4"
        number = demonstration.program_class.number
        make_clip(
            demonstration.title,
            f"Class {number} · {demonstration.code} · {demonstration.kind}",
            scaled(demonstration),
            SECONDS,
            clip,
            hue=number * 30 % 360,
        )
        with transaction():
            video = show(demonstration, clip, f"sample {demonstration.code}.mp4", trainer, clock.now())
            tell(video, demonstration, trainer, clock.now())


def scaled(demonstration: Demonstration) -> list[tuple[float, str]]:
    """The authored chapters, their times scaled to the clip's length."""
    return [(second * SECONDS / demonstration.seconds, title) for second, title in demonstration.chapters]


def show(demonstration: Demonstration, clip: Path, name: str, by: Person, now: datetime) -> Video:
    """Let the clip show the demonstration. It is drawn, so nobody is in it."""
    video = videos.take_file(clip, name, by, now)
    consents.say_nobody(video, by, now)
    demonstrations.show(demonstration, video, now, by)
    return video


def tell(video: Video, demonstration: Demonstration, by: Person, now: datetime) -> None:
    """Chapters where the clip draws them, captions that read them out; in Spanish, too, for the very first one."""
    starts = [(round(second * 1000), title) for second, title in scaled(demonstration)]
    chapters = as_chapters([Cue(ms, ms + 1, clean(title)) for ms, title in starts], round(SECONDS * 1000))
    _publish(video, TrackKind.CHAPTERS, "en", chapters, by, now)
    is_first = demonstration.program_class.number == 1 and demonstration.position == 0
    for language in ("en", "es") if is_first else ("en",):
        said = [Cue(c.start_ms, c.end_ms, words.CAPTIONS[language].format(c.text)) for c in chapters]
        _publish(video, TrackKind.CAPTIONS, language, said, by, now)


def _publish(video: Video, kind: TrackKind, language: str, cues: Sequence[Cue], by: Person, now: datetime) -> None:
    track = tracks.begin(video, kind, language)
    tracks.publish(track, captions.write(cues), track.seen, "Sample", by, now)
