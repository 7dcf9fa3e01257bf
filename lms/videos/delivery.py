"""A file of the media store as an answer: by the server in front, from disk, out of an object store, or by that itself.

Plain WSGI: a class of viewers asks for hundreds of segments a second, and Flask would take several times as long.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import http_date, parse_accept_header
from werkzeug.wrappers import Response

from lms.core import storage
from lms.core.errors import NotThere
from lms.core.storage import PIECE, About, Storage
from lms.videos.rules import PRESIGNED_LASTS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

YEAR_S = 31_536_000
UNKEPT = ("Cache-Control", "private, no-store")
EMPTY = ("Content-Length", "0")
TEXTS = (".m3u8", ".vtt")
SEGMENTS = (".m4s", ".mp4")
PACKED_MOST = 1024 * 1024  # bytes; the playlist of six hours is a third of it
CONDITIONS = {"HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes to start_response, and the body."""

    status: str
    headers: Headers
    body: Iterable[bytes] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it is sent: a text may be packed for the way."""

    size: int
    headers: Headers
    part: Callable[[int, int], Iterable[bytes]]
    """The bytes from the first position to before the second."""


def send(key: str, kind: str, environ: "WSGIEnvironment", accel: str) -> Answer:
    """The file, or what of it is asked for. Raises NotThere."""
    headers = [("Content-Type", kind), ("Cache-Control", _lasting(key))]
    if accel:
        path = storage.store().path(key)
        if path and not path.exists():  # else the browser would keep nginx's 404 for as long as the file
            raise NotThere
        return Answer("200 OK", [*headers, ("X-Accel-Redirect", f"{accel.rstrip('/')}/{key}"), EMPTY])
    if key.endswith(SEGMENTS) and (there := _elsewhere(key, environ)):
        return Answer("307 Temporary Redirect", [("Location", there), UNKEPT, EMPTY])
    try:
        found = _find(key, environ)
        return _answer(found, [*headers, *found.headers], environ)
    except FileNotFoundError:
        raise NotThere from None


def _elsewhere(key: str, environ: "WSGIEnvironment") -> str | None:
    # Each segment is asked for here and signed by itself: what is revoked ends, though a player knows its playlist.
    method = "HEAD" if environ["REQUEST_METHOD"] == "HEAD" else "GET"  # an address is signed for one of them
    return storage.store().presigned(key, method, PRESIGNED_LASTS)


def _lasting(key: str) -> str:
    # A playlist is asked for again each time, so that an address that has ended is noticed; the rest never changes.
    return "private, no-cache" if key.endswith(".m3u8") else f"private, max-age={YEAR_S}, immutable"


def _find(key: str, environ: "WSGIEnvironment") -> Found:
    store = storage.store()
    about = store.about(key)
    if key.endswith(TEXTS) and about.size <= PACKED_MOST and _unpacks(environ):
        packed = _packed(store, key, about)
        headers = [*_described(about, "-gz"), ("Content-Encoding", "gzip")]
        return Found(len(packed), headers, lambda start, stop: [packed[start:stop]])
    path = store.path(key)
    part = partial(_from_disk, path, environ) if path else partial(_from_afar, store, key, about.size)
    return Found(about.size, _described(about), part)


def _described(about: About, packed: str = "") -> Headers:
    # The cookie decides too: what a browser keeps isn't for whoever signs in there next.
    return [
        ("ETag", f'"{about.tag}{packed}"'),
        ("Last-Modified", http_date(about.changed_at)),
        ("Accept-Ranges", "bytes"),
        ("Vary", "Cookie, Accept-Encoding"),
    ]


def _unpacks(environ: "WSGIEnvironment") -> bool:
    return parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""))["gzip"] > 0


@lru_cache(maxsize=256)  # a playlist is asked for by everybody who begins to watch
def _packed(store: Storage, key: str, about: About) -> bytes:
    return gzip.compress(b"".join(store.open(key)), mtime=0)


def _answer(found: Found, headers: Headers, environ: "WSGIEnvironment") -> Answer:
    """All of it, a part, or none, by the request's method, conditions and range (RFC 9110, 13 and 14)."""
    status, start, stop = "200 OK", 0, found.size
    if not CONDITIONS.isdisjoint(environ):
        asked = Response(headers=headers)
        try:
            asked.make_conditional(environ, accept_ranges=True, complete_length=found.size)
        except RequestedRangeNotSatisfiable as fault:
            return Answer("416 Range Not Satisfiable", [*fault.get_headers(environ), UNKEPT, EMPTY])
        if asked.status_code == 412:
            return Answer(asked.status, [UNKEPT, EMPTY])
        if asked.status_code == 304:
            return Answer(asked.status, asked.get_wsgi_headers(environ).to_wsgi_list())
        if asked.content_range:
            status, start, stop = asked.status, asked.content_range.start or 0, asked.content_range.stop or 0
            headers = [*headers, ("Content-Range", str(asked.content_range))]
    headers = [*headers, ("Content-Length", str(stop - start))]
    is_wanted = environ["REQUEST_METHOD"] != "HEAD" and start < stop
    return Answer(status, headers, found.part(start, stop) if is_wanted else ())


def _from_disk(path: Path, environ: "WSGIEnvironment", start: int, stop: int) -> Iterable[bytes]:
    """By the web server's own way of sending a file, where it has one: it ends with the announced length."""
    wrapper = environ.get("wsgi.file_wrapper")
    if wrapper is None:
        return _pieces(path, start, stop)
    file = path.open("rb", buffering=0)
    file.seek(start)
    return wrapper(file)


def _pieces(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(min(PIECE, stop - file.tell())):
            yield piece


def _from_afar(store: Storage, key: str, size: int, start: int, stop: int) -> Iterable[bytes]:
    return store.open(key) if stop - start == size else store.open(key, start, stop - start)
