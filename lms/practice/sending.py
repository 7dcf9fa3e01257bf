"""How files and recordings of work leave the house, for whoever may have them."""

from urllib.parse import quote

from flask import Response, current_app, jsonify, redirect, send_file
from werkzeug.wrappers import Response as Answer

from lms.core import storage
from lms.core.errors import NotThere
from lms.practice.models import WorkFile
from lms.videos.addresses import addresses
from lms.videos.models import Video


def as_attachment(file: WorkFile, name: str) -> Answer:
    """The bytes as they came, for saving under this name: never shown on our origin, whatever they are."""
    answer = _sent(file)
    answer.headers |= {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return answer


def playing(video: Video) -> Response:
    """Where it plays from, for the one who asks, from now on for some hours."""
    if not video.plays:
        raise NotThere
    stream = addresses(video)
    return jsonify(src=stream.master, storyboard=stream.storyboard)


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


def _sent(file: WorkFile) -> Response:
    """By the server in front or by the kernel: no thread of ours waits for whoever takes their time."""
    if accel := current_app.config["ATTUNE"].accel:
        return Response(headers={"X-Accel-Redirect": f"{accel.rstrip('/')}/{file.key}"})
    try:
        opened = storage.store().file(file.key)
    except FileNotFoundError:
        raise NotThere from None
    answer = send_file(opened, mimetype="application/octet-stream")
    answer.content_length = file.size
    return answer
