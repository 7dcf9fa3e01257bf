"""What people do with their voice in a thread."""

from dataclasses import dataclass
from datetime import datetime

from lms.consents import actions as consents
from lms.core import outbox
from lms.core.db import db
from lms.feedback.models import Message
from lms.feedback.voices import queries
from lms.feedback.voices.models import Voice
from lms.people.models import Person
from lms.practice.actions import FORGET_TAKE
from lms.videos import actions as videos
from lms.videos import revocations
from lms.videos.actions import Source
from lms.videos.tracks import machine
from lms.videos.tracks.rules import FIRST_LANGUAGE


@dataclass(frozen=True)
class Spoken:
    """What somebody has recorded, on its way into a thread."""

    source: Source
    by: Person
    at: datetime
    is_captioned: bool = False
    """Whether a machine is there to write what is said."""


def keep(spoken: Spoken, thread_id: int, *, remark_id: int | None = None, message_id: int | None = None) -> Voice:
    """Let what was recorded be part of a remark that isn't released, or of a message, and have it prepared."""
    video = videos.take(spoken.source, spoken.by, spoken.at)
    voice = Voice(
        thread_id=thread_id,
        speaker_id=spoken.by.id,
        video_id=video.id,
        remark_id=remark_id,
        message_id=message_id,
        spoken_at=spoken.at,
    )
    db.add(voice)
    db.flush()
    if spoken.is_captioned:
        machine.ask(video, FIRST_LANGUAGE, spoken.by, spoken.at)
    return voice


def say(voice: Voice, message: Message) -> None:
    """What was spoken beside a remark is released with it: from now on it belongs to the message."""
    voice.remark_id, voice.message_id = None, message.id
    db.flush()


def take_back(voice: Voice, now: datetime) -> None:
    """The speaker doesn't want it said, and it isn't: it is deleted for good."""
    assert voice.message_id is None, "what is said stays"
    erase(voice, now)


def erase(voice: Voice, now: datetime) -> None:
    """Delete what was spoken for good: at once nobody plays it, and a letter has its files deleted."""
    video = voice.video
    db.delete(voice)
    db.flush()
    consents.begin_erasure(video, now)
    outbox.post(FORGET_TAKE, f"{FORGET_TAKE}-voice-{video.id}", {"video_id": video.id})


def end_playing(thread_id: int, by_id: int, now: datetime) -> None:
    """The addresses that people have, which last for hours, play nothing of a thread any more."""
    for voice in queries.said_in(thread_id):
        revocations.revoke_video(voice.video, now, by_id)
