"""What a player asks for, once the door of the room that shows the video has said yes."""

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as Answer

from lms.core.errors import NotThere
from lms.videos.addresses import addresses
from lms.videos.models import Video


def stream(video: Video) -> Response:
    """Where it plays from, for the one who asks, from now on for some hours."""
    if not video.plays:
        raise NotThere
    found = addresses(video)
    return jsonify(src=found.master, storyboard=found.storyboard)


def poster(video: Video) -> Answer:
    """The still picture: it is asked for by itself, so that a page of many recordings signs no addresses."""
    if not video.is_whole:
        raise NotThere
    return redirect(addresses(video).poster)


def waveform(video: Video) -> Answer:
    """How loud each moment is, asked for likewise."""
    if not video.is_only_heard:
        raise NotThere
    return redirect(addresses(video).waveform)
