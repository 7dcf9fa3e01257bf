"""Where a video's stream is played from, by the one who is looking. Made anew with every page."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, session, url_for

from lms.core import clock
from lms.videos import rules, tokens
from lms.videos.models import Video
from lms.videos.revocations import known
from lms.videos.rules import USUAL, Term
from lms.videos.tokens import Ticket
from media.package import MASTER, STORYBOARD, WAVEFORM
from media.plan import POSTER


@dataclass(frozen=True)
class Addresses:
    """Of the stream's playlist, its picture, the small pictures for scrubbing, and how loud each moment is."""

    master: str
    poster: str
    storyboard: str
    waveform: str


def addresses(video: Video, term: Term = USUAL) -> Addresses:
    """For the person who is signed in, for some hours or for the given term. The video is ready."""
    token = tokens.sign(ticket_for(video, term, clock.now()), current_app.config["ATTUNE"].secret_key)
    names = (MASTER, POSTER, STORYBOARD, WAVEFORM)
    return Addresses(*(url_for("videos.media", token=token, name=name) for name in names))


def ticket_for(video: Video, term: Term, now: datetime) -> Ticket:
    """What a token says that lets the person who is signed in play the video."""
    assert video.stream
    person_id = g.viewer.person_id
    return Ticket(
        person_id,
        video.stream,
        rules.issued_ms(now, term, known.since(person_id, video.stream, now)),
        rules.ends_s(now, term),
        tokens.mark(session.get("_user_id")),
    )
