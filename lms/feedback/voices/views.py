"""Where what was spoken stands, and where it plays from: for whoever may read what it belongs to."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.core.errors import NotThere
from lms.feedback.voices import queries
from lms.feedback.voices.queries import Heard
from lms.ui.page import page
from lms.videos import playing
from lms.videos.tracks import queries as tracks

bp = Blueprint("voices", __name__, template_folder="templates")


@bp.get("/voices/<int:voice_id>")
@needs(May.VOICE_PLAY, load=queries.heard)
def show(heard: Heard) -> Answer:
    """Its place on a page, which keeps itself fresh while it is prepared."""
    return page("voices/_state.html", voice=heard.voice, thread=heard.thread)


@bp.post("/voices/<int:voice_id>/playing")
@needs(May.VOICE_PLAY, load=queries.heard)
def play(heard: Heard) -> Response:
    return playing.stream(heard.voice.video)


@bp.get("/voices/<int:voice_id>/poster")
@needs(May.VOICE_PLAY, load=queries.heard)
def poster(heard: Heard) -> Answer:
    return playing.poster(heard.voice.video)


@bp.get("/voices/<int:voice_id>/waveform")
@needs(May.VOICE_PLAY, load=queries.heard)
def waveform(heard: Heard) -> Answer:
    return playing.waveform(heard.voice.video)


@bp.get("/voices/<int:voice_id>/captions.vtt")
@needs(May.VOICE_PLAY, load=queries.heard)
def captions(heard: Heard) -> Response:
    """What a machine wrote; nobody checks it, and the page says so."""
    track = heard.voice.captions
    if not heard.voice.is_captioned or track is None:
        raise NotThere
    return Response(tracks.text_of(track), mimetype="text/vtt")
