"""What people see when something isn't there, isn't allowed, or went wrong: one calm page with an id for the log."""

import logging
from contextlib import suppress

from flask import Flask, g, render_template, request, session
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.access.guard import signed_out
from lms.app.addresses import is_sound
from lms.app.requests import recognize
from lms.core import db, limits
from lms.core.errors import NotAllowed, NotThere, Refused
from lms.core.log import redacted
from lms.ui.time import span

log = logging.getLogger(__name__)

SENTENCES = {
    400: (
        "That didn't reach us whole",
        "Go back, look at what you sent, and send it once more. What you typed is still there.",
    ),
    403: ("This isn't open to you", "If you think it should be, ask your program's coordinator."),
    404: (
        "There is nothing here",
        "The address may be mistyped, or what was here has moved or isn't meant for your account.",
    ),
    405: ("That can't be done here", "Go back and try it from the page where you found it."),
    413: (
        "That is too much at once",
        "Go back and choose a smaller file, or send it in parts. Everything else that you typed is still there.",
    ),
    429: ("A little too fast", "Please wait a few minutes, then try again."),
    500: (
        "Something went wrong on our side",
        "Nothing that you saved is lost. Try again; if it stays, tell your coordinator the number below.",
    ),
}


def wire(app: Flask) -> None:
    """Answer every fault with a page of ours."""
    app.register_error_handler(NotThere, lambda _: _page(404))
    app.register_error_handler(NotAllowed, lambda _: _page(403))
    app.register_error_handler(Refused, lambda fault: _page(400, fault.message))
    app.register_error_handler(CSRFError, _unproven)
    app.register_error_handler(RateLimitExceeded, _too_fast)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _unproven(_: CSRFError) -> Response:
    """A script whose session has gone with its cookie learns that it is signed out; its token will hold again."""
    if "_user_id" not in session and request.headers.get("X-Requested-With"):
        return signed_out()
    return _page(
        400,
        "This page was open for too long, or in an older sign-in. "
        "Reload it and send once more; what you typed is kept in your browser.",
    )


def _http(fault: HTTPException) -> Response | HTTPException:
    if fault.code is None or fault.code < 400:
        return fault
    response = _page(fault.code)
    for name, value in fault.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _too_fast(fault: RateLimitExceeded) -> Response:
    if fault.response:  # a room that says it in its own page
        return fault.response
    wait_s = limits.wait_s()
    response = _page(429, f"Please wait {span(wait_s)}, then try again. What you typed is still there.")
    response.headers["Retry-After"] = str(wait_s)
    return response


def _unexpected(fault: Exception) -> Response:
    # By %r: an address can hold a line end, and must not write a line of its own.
    log.error("request %s: %s %r", g.get("request_id"), request.method, redacted(request.path), exc_info=fault)
    return _page(500)


def _page(code: int, sentence: str | None = None) -> Response:
    db.db.rollback()
    db.mean_to_write(False)
    title, advice = SENTENCES.get(code, SENTENCES[500 if code >= 500 else 400])
    page = render_template(
        "error.html", code=code, title=title, sentence=sentence or advice, shows_way=code < 500 and _is_known()
    )
    return Response(page, code, mimetype="text/html")


def _is_known() -> bool:
    """Whether somebody is signed in, who can go on from here; asked anew where no route was there to ask."""
    if request.endpoint is None and is_sound(request):
        with suppress(NotThere):
            recognize()
    return "viewer" in g and g.viewer.signed_in
