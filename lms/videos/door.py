"""Where a stream's files are asked for, in front of Flask. The token in the address is the key, the table decides.

However many segments are watched, the database is asked once in twenty seconds, for what has been revoked.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from lms.access.table import May, allows
from lms.access.viewer import ANYBODY, Facts
from lms.core import clock
from lms.core.errors import NotThere
from lms.core.settings import Settings
from lms.videos import delivery, rules, tokens
from lms.videos.delivery import UNKEPT, Answer
from lms.videos.revocations import known
from lms.videos.tokens import Ticket

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

ADDRESSES = {"/media/<token>/<path:name>": "media", "/media-door/<token>": "media_door"}
TEXT = ("Content-Type", "text/plain; charset=utf-8")


class Door:
    """Stands before an app: answers what is asked of streams, and lets everything else through."""

    def __init__(self, app: Flask, headers: Mapping[str, str]) -> None:
        self._inside: WSGIApplication = app.wsgi_app
        self._config = app.config
        self._mark = reader_of_marks(app)
        self._headers = [(name, value) for name, value in headers.items() if name != "Cache-Control"]
        self._rooms: dict[str, Callable[[str, WSGIEnvironment], Answer]] = {
            "media": self._file,
            "media-door": self._word,
        }

    @property
    def _settings(self) -> Settings:
        found: Settings = self._config["ATTUNE"]
        return found

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        room, _, rest = environ["PATH_INFO"][1:].partition("/")
        if room not in self._rooms:
            return self._inside(environ, start_response)
        answer = self._answer(room, rest, environ)
        start_response(answer.status, [*answer.headers, *self._headers])
        return answer.body

    def _answer(self, room: str, rest: str, environ: "WSGIEnvironment") -> Answer:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _refusal("405 Method Not Allowed", environ, ("Allow", "GET, HEAD"))
        try:
            return self._rooms[room](rest, environ)
        except NotThere:
            return _refusal("404 Not Found", environ)
        except SQLAlchemyError:
            log.exception("what has been revoked can't be asked, so nothing plays")
            return _refusal("503 Service Unavailable", environ, ("Retry-After", "5"))

    def _file(self, rest: str, environ: "WSGIEnvironment") -> Answer:
        """A file of a stream: `rest` is the token and the file's name."""
        token, _, name = rest.partition("/")
        ticket = self._ticket(token, environ)
        kind = rules.type_of(name)
        if ticket is None or kind is None:
            raise NotThere
        return delivery.send(f"streams/{ticket.stream}/{name}", kind, environ, self._settings.accel)

    def _word(self, token: str, environ: "WSGIEnvironment") -> Answer:
        """Whether the token opens its stream, for a server in front that sends the files itself (docs/nginx.conf)."""
        ticket = self._ticket(token, environ)
        if ticket is None:
            return _refusal("403 Forbidden", environ)
        remembered_s = rules.remembered_s(ticket.ends, clock.now())
        headers = [("X-Attune-Stream", ticket.stream), ("X-Accel-Expires", str(remembered_s)), UNKEPT]
        return Answer("204 No Content", headers)

    def _ticket(self, token: str, environ: "WSGIEnvironment") -> Ticket | None:
        """What the token says, if it was made for this browser, or for one that sends no cookie."""
        now = clock.now()
        ticket = tokens.read(token, self._settings.secret_key, now)
        if ticket and known.revokes(ticket, now):
            ticket = None
        mark = self._mark(parse_cookie(environ).get(self._config["SESSION_COOKIE_NAME"], ""))
        facts = Facts(has_token=ticket is not None and mark in ("", ticket.mark))
        return ticket if allows(May.STREAM_PLAY, ANYBODY, facts) else None


def reader_of_marks(app: Flask) -> Callable[[str], str]:
    """Gives the mark of the sign-in that one of the app's cookies holds; nothing for what isn't one."""
    sessions = app.session_interface
    assert isinstance(sessions, SecureCookieSessionInterface)
    serializer = sessions.get_signing_serializer(app)
    assert serializer, "the app has no secret key"
    lasts_s = int(app.permanent_session_lifetime.total_seconds())

    @lru_cache(maxsize=4096)  # a viewer sends the same cookie for hours; what isn't ours raises, and isn't kept
    def signed(cookie: str) -> str:
        return tokens.mark(serializer.loads(cookie, max_age=lasts_s).get("_user_id"))

    def mark(cookie: str) -> str:
        try:
            return signed(cookie) if cookie else ""
        except BadSignature:
            return ""

    return mark


def _refusal(status: str, environ: "WSGIEnvironment", *headers: tuple[str, str]) -> Answer:
    """In a line: no page shows it."""
    text = f"{status.partition(' ')[2]}.\n".encode()
    length = ("Content-Length", str(len(text)))
    return Answer(status, [TEXT, UNKEPT, length, *headers], [] if environ["REQUEST_METHOD"] == "HEAD" else [text])
