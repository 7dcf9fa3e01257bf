"""The tus 1.0 protocol as we speak it: core, creation (also of what has no length yet), expiration,
termination, checksum. Headers in, headers out.

Source: https://tus.io/protocols/resumable-upload, version 1.0.
"""

import base64
import binascii
import hashlib
from datetime import datetime

from werkzeug.datastructures import Headers
from werkzeug.http import http_date

from lms.core.errors import AttuneError
from lms.videos import rules
from lms.videos.pieces import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,expiration,termination,checksum"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
PIECE_TYPE = "application/offset+octet-stream"


class Problem(AttuneError):
    """An answer that isn't a success: its code, a sentence for the person, headers for the program."""

    def __init__(self, code: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def check_version(headers: Headers) -> None:
    """Raises Problem for any version of the protocol but ours."""
    if headers.get("Tus-Resumable") != VERSION:
        raise Problem(
            412,
            "The uploader speaks another version. Reload the page and try again.",
            Tus_Version=VERSION,
        )


def length(headers: Headers) -> int | None:
    """The size that is announced for the whole file; None where it will be told with a later piece."""
    if headers.get("Upload-Defer-Length") == "1" and "Upload-Length" not in headers:
        return None
    return _number(headers, "Upload-Length")


def late_length(headers: Headers) -> int | None:
    """The size, where a piece tells it of a file that was begun without."""
    return _number(headers, "Upload-Length") if "Upload-Length" in headers else None


def offset(headers: Headers) -> int:
    """Where the piece begins that is being sent."""
    if headers.get("Content-Type") != PIECE_TYPE:
        raise Problem(415, "This isn't a piece of an upload. Reload the page and try again.")
    return _number(headers, "Upload-Offset")


def checksum(headers: Headers) -> Checksum | None:
    """What the piece that is being sent has to come to, if its sender says."""
    said = headers.get("Upload-Checksum")
    if said is None:
        return None
    name, _, coded = said.partition(" ")
    if name not in ALGORITHMS:
        raise Problem(400, f"Checksums are read as {' or '.join(ALGORITHMS)}. Reload the page and try again.")
    try:
        return Checksum(ALGORITHMS[name](), base64.b64decode(coded, validate=True))
    except binascii.Error:
        raise Problem(400, "The checksum of a piece can't be read. Reload the page and try again.") from None


def expires(moved_at: datetime) -> str:
    """Until when an upload that moved then can be gone on with, as a header says it."""
    return http_date(moved_at + rules.UPLOAD_WAITS)


def file_name(headers: Headers) -> str:
    """As the sender calls the file, fit to be shown."""
    pairs = (pair.strip().partition(" ") for pair in headers.get("Upload-Metadata", "").split(","))
    coded = {name: value for name, _, value in pairs}.get("filename", "")
    try:
        return rules.clean_name(base64.b64decode(coded, validate=True).decode())
    except (binascii.Error, UnicodeDecodeError):
        raise Problem(400, "The name of this file can't be read. Rename it and upload it again.") from None


def _number(headers: Headers, name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Problem(400, f"The header {name} is missing or no number. Reload the page and try again.")
    return int(text)
