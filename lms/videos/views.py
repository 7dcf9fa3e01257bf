"""Uploads in pieces (tus). The bytes of streams leave through the door (door.py)."""

import shutil

from flask import Blueprint, Response, current_app, g, jsonify, make_response, request

from lms.access.body import FILES
from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.videos import actions, door, leftovers, pieces, queries, receiving, rules, tus, words
from lms.videos.models import Upload, Video
from lms.videos.tracks.queries import has_captions
from lms.videos.tus import Problem

GONE = "This upload isn't here any more. Upload the file again."

bp = Blueprint("videos", __name__, template_folder="templates")
for address, endpoint in door.ADDRESSES.items():
    bp.add_url_rule(address, endpoint, methods=["GET"], build_only=True)  # named here, answered by the door


def settings() -> Settings:
    found: Settings = current_app.config["ATTUNE"]
    return found


def own_upload(key: str) -> Upload | None:
    """The upload, if it is the viewer's."""
    return queries.upload(key, g.viewer.person_id, clock.now())


def own_video(video_key: str) -> Video | None:
    """The video, if the viewer uploaded it."""
    return queries.own_video(video_key, g.viewer.person_id)


@bp.get("/videos/<video_key>")
@needs(May.UPLOAD, load=own_video)
def outcome(video: Video) -> Response:
    """What has become of an upload that is whole, for the page that sent it."""
    said = words.said(video, has_captions(video.id))
    return jsonify(line=said, permille=video.permille, state=video.state, is_over=not video.is_on_its_way)


@bp.route("/uploads", methods=["OPTIONS"])
@needs(May.SEE_PUBLIC, anonymous=True)
def uploads() -> Response:
    """What we speak."""
    spoken = {"Tus_Version": tus.VERSION, "Tus_Extension": tus.EXTENSIONS}
    most = {"Tus_Max_Size": settings().upload_limit_bytes}
    return _answer(204, **spoken, **most, Tus_Checksum_Algorithm=",".join(tus.ALGORITHMS))


@bp.post("/uploads")
@needs(May.UPLOAD)
def begin_upload() -> Response:
    tus.check_version(request.headers)
    size, name = tus.length(request.headers), tus.file_name(request.headers)
    home = settings().home
    _refuse_beyond_bounds(size or 0, size or 0)
    leftovers.clear(home / "uploads", queries.upload_keys())
    try:
        upload = actions.begin_upload(g.person, name, size, home, clock.now())
    except Refused as refused:
        raise Problem(429, refused.message) from None
    expires = tus.expires(upload.moved_at)
    return _answer(201, Location=f"/uploads/{upload.key}", Upload_Offset=0, Upload_Expires=expires)


@bp.route("/uploads/<key>", methods=["HEAD"])
@needs(May.UPLOAD, load=own_upload)
def upload_offset(upload: Upload) -> Response:
    tus.check_version(request.headers)
    received = pieces.size(settings().home, upload.key)
    if received is None:
        raise Problem(410, GONE)
    length = {"Upload_Defer_Length": 1} if upload.size is None else {"Upload_Length": upload.size}
    return _answer(200, Upload_Offset=received, Cache_Control="no-store", **length)


@bp.patch("/uploads/<key>")
@needs(May.UPLOAD, load=own_upload, most=FILES)
def continue_upload(upload: Upload) -> Response:
    tus.check_version(request.headers)
    offset, checksum = tus.offset(request.headers), tus.checksum(request.headers)
    _take_late_length(upload, offset)
    db.commit()  # the bytes may take their time to come: nobody waits for a lock meanwhile
    home, most = settings().home, settings().upload_limit_bytes
    received = receiving.receive(upload, offset, request.stream, request.content_length, home, checksum, most)
    if own_upload(upload.key) is None:  # stopped, or taken for a video, while the bytes came
        raise Problem(410, GONE)
    actions.note_received(upload, received, clock.now())
    return _answer(204, Upload_Offset=received, Upload_Expires=tus.expires(upload.moved_at))


@bp.delete("/uploads/<key>")
@needs(May.UPLOAD, load=own_upload)
def stop_upload(upload: Upload) -> Response:
    tus.check_version(request.headers)
    actions.stop_upload(upload, settings().home)
    return _answer(204)


@bp.errorhandler(Problem)
def problem(fault: Problem) -> Response:
    """In plain words: the uploader shows them as they are."""
    db.rollback()
    response = _answer(fault.code, **fault.headers)
    response.content_type = "text/plain; charset=utf-8"
    response.set_data(str(fault))
    return response


def _refuse_beyond_bounds(whole: int, to_come: int) -> None:
    """Raises Problem for a file of `whole` bytes, of which `to_come` aren't here yet."""
    if trouble := rules.too_large(whole, settings().upload_limit_mb):
        raise Problem(413, trouble)
    if trouble := rules.beyond_quota(whole, queries.held(g.person.id), settings().upload_quota_mb, "your videos"):
        raise Problem(413, trouble)
    if trouble := rules.beyond_quota(whole, queries.held(), settings().site_quota_mb, "all videos of this site"):
        raise Problem(413, trouble)
    if trouble := rules.no_room(to_come, shutil.disk_usage(settings().home).free, queries.bytes_to_come(clock.now())):
        raise Problem(507, trouble)


def _take_late_length(upload: Upload, offset: int) -> None:
    """Of a file that was begun without a length: hear how long it is, if the piece says, and look for room for it."""
    size = tus.late_length(request.headers)
    if upload.size is None:
        whole = size or offset + (request.content_length or 0)
        _refuse_beyond_bounds(whole, max(0, whole - offset))
    if size is not None:
        try:
            actions.tell_size(upload, size)
        except Refused as refused:
            raise Problem(400, refused.message) from None


def _answer(code: int, **headers: str | int) -> Response:
    response = make_response("", code)
    response.headers["Tus-Resumable"] = tus.VERSION
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = str(value)
    return response
