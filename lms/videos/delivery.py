"""Bytes in and out over HTTP: pieces of uploads, and files of streams."""

import errno
from pathlib import Path
from typing import IO

from flask import Response, request, send_file
from werkzeug.http import parse_range_header

from lms.core import storage
from lms.core.errors import NotThere
from lms.videos import pieces
from lms.videos.models import Upload
from lms.videos.pieces import Busy, Elsewhere
from lms.videos.tus import Problem

YEAR_S = 31_536_000
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def receive(upload: Upload, offset: int, stream: IO[bytes], announced: int | None, home: Path) -> int:
    """Add a piece to the upload, and give how far it has come. Raises Problem."""
    if offset + (announced or 0) > upload.size:
        raise Problem(413, "More bytes came than the file has. Choose the file again.")
    try:
        return pieces.append(pieces.place(home, upload.key), offset, stream, upload.size - offset)
    except Elsewhere as fault:
        raise Problem(409, "The upload stands elsewhere.", Upload_Offset=str(fault.size)) from None
    except Busy:
        raise Problem(423, "Another piece of this upload is just being written. Try again in a moment.") from None
    except FileNotFoundError:
        raise Problem(410, "This upload isn't here any more. Upload the file again.") from None
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise Problem(507, "The disk is full. What came so far is kept; tell the operator, then go on.") from fault
        raise


def send(key: str, kind: str, accel: str) -> Response:
    """A file of the media store: by the server in front, from disk, or out of an object store."""
    if accel:
        response = Response(mimetype=None, headers={"X-Accel-Redirect": f"{accel.rstrip('/')}/{key}"})
        response.headers["Content-Type"] = kind
    elif path := storage.store().path(key):
        response = _from_disk(path, kind)
    else:
        response = _from_afar(key, kind)
    response.headers["Cache-Control"] = _lasting(key)
    return response


def _lasting(key: str) -> str:
    # A playlist is asked for again each time, so that an address that has ended is noticed; the rest never changes.
    return "private, no-cache" if key.endswith(".m3u8") else f"private, max-age={YEAR_S}, immutable"


def _from_disk(path: Path, kind: str) -> Response:
    try:
        return send_file(path, mimetype=kind, conditional=True)
    except FileNotFoundError:
        raise NotThere from None


def _from_afar(key: str, kind: str) -> Response:
    store = storage.store()
    try:
        size = store.size(key)
    except FileNotFoundError:
        raise NotThere from None
    headers = {"Content-Type": kind, "Accept-Ranges": "bytes"}
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None:
        return Response(store.open(key), headers=headers | {"Content-Length": str(size)})
    part = asked.range_for_length(size)
    if part is None:
        return Response(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, stop = part
    headers |= {"Content-Range": f"bytes {start}-{stop - 1}/{size}", "Content-Length": str(stop - start)}
    return Response(store.open(key, start, stop - start), 206, headers)
