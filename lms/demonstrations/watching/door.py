"""Where players tell what was watched, in front of Flask. The pass in the address is the key, the table decides.

A pass that doesn't last any more is answered with 410: the player then tells by the demonstration's own address, which
looks at everything anew and gives a fresh pass.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from lms.access.table import May, allows
from lms.access.viewer import ANYBODY, Facts
from lms.core import clock
from lms.core.settings import Settings
from lms.demonstrations.watching import passes, rules
from lms.demonstrations.watching.passes import Pass
from lms.demonstrations.watching.rules import Beat
from lms.demonstrations.watching.scribe import Told, scribe
from lms.videos.door import reader_of_marks
from lms.videos.revocations import known

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

ADDRESS = "/watched/<watch_pass>"
LASTS = timedelta(minutes=10)  # so long nobody's rights are asked for, where nothing was revoked
MOST = 64 * 1024  # bytes of a heartbeat


class TellingDoor:
    """Stands before an app: takes heartbeats, and lets everything else through."""

    def __init__(self, app: Flask, headers: Mapping[str, str]) -> None:
        self._inside: WSGIApplication = app.wsgi_app
        self._config = app.config
        self._mark = reader_of_marks(app)
        self._headers = [(name, value) for name, value in headers.items() if name != "Cache-Control"]

    @property
    def _settings(self) -> Settings:
        found: Settings = self._config["ATTUNE"]
        return found

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not path.startswith("/watched/"):
            return self._inside(environ, start_response)
        status, said = self._answer(path[len("/watched/") :], environ)
        body = json.dumps(said).encode()
        about = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, about + self._headers)
        return [body]

    def _answer(self, text: str, environ: "WSGIEnvironment") -> tuple[str, object]:
        if environ["REQUEST_METHOD"] != "POST":
            return "405 Method Not Allowed", {}
        now = clock.now()
        try:
            given = self._pass(text, environ, now)
            if given is None:
                return "410 Gone", {}
            beat = rules.beat_from(_body(environ))
            if beat is None:
                return "400 Bad Request", {}
            told = told_by(given, page_of(given, beat, self._settings.secret_key) or given, beat)
            return "200 OK", {"permille": scribe.keep(told), "may_play": True, "src": None}
        except SQLAlchemyError:
            log.exception("a heartbeat couldn't be kept")
            return "503 Service Unavailable", {}

    def _pass(self, text: str, environ: "WSGIEnvironment", now: datetime) -> Pass | None:
        """What the pass says, if it was made for this browser, is fresh, and nothing has been revoked since."""
        found = passes.read(text, self._settings.secret_key)
        lasts = found and now < found.opened_at + LASTS and not known.revokes(found.ticket, now)
        mark = self._mark(parse_cookie(environ).get(self._config["SESSION_COOKIE_NAME"], ""))
        facts = Facts(has_token=bool(found and lasts and mark == found.ticket.mark))
        return found if allows(May.WATCHING_TELL, ANYBODY, facts) else None


def page_of(given: Pass, beat: Beat, key: str) -> Pass | None:
    """The pass of the page on which it was played: one that was given to the same person, for the same video there."""
    page = passes.read(beat.watch_pass, key) if beat.watch_pass else None
    return page if page and page.of == given.of else None


def told_by(given: Pass, page: Pass, beat: Beat, until: datetime | None = None) -> Told:
    """The heartbeat with what the pass says of it; since when it can have been played, the one of its page says."""
    return Told(*given.of, given.cohort_id, given.duration_ms, beat, page.opened_at, until)


def _body(environ: "WSGIEnvironment") -> object:
    """What was sent as JSON; None for what is none, too long, or lists within lists without end."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > MOST:
        return None
    try:
        return json.loads(environ["wsgi.input"].read(int(length)))
    except (ValueError, RecursionError):
        return None
