"""The feed that programs read, and the page on which people get its address."""

from hashlib import sha256

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.calendar import actions, queries
from lms.core import clock, entries
from lms.core.errors import NotThere
from lms.core.limits import limiter
from lms.people.queries import key_of
from lms.ui.page import page

bp = Blueprint("calendar", __name__, template_folder="templates")


def _which() -> str:
    return f"calendar-{key_of((request.view_args or {}).get('secret', ''))}"


@bp.get("/calendar/<secret>.ics")
@limiter.limit("120 per hour", key_func=_which)
@limiter.limit("600 per hour")
@needs(May.SEE_PUBLIC, anonymous=True)
def feed(secret: str) -> Response:
    reader = queries.reader_of(secret)
    if reader is None:
        raise NotThere
    said = entries.feed(queries.entries_of(reader, clock.now()), current_app.config["ATTUNE"].base_url)
    response = Response(said, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="attune.ics"'
    response.set_etag(sha256(said).hexdigest()[:32])
    return response.make_conditional(request.environ)


@bp.get("/account/calendar")
@needs(May.OWN_ACCOUNT)
def show() -> Response:
    return page("calendar/show.html", feed=queries.feed_of(g.person.id), address="")


@bp.post("/account/calendar")
@limiter.limit("20 per hour", key_func=whoever)
@needs(May.OWN_ACCOUNT)
def renew() -> Response:
    """The only page that shows the address: only its digest is kept."""
    secret = actions.renew(g.person, clock.now())
    address = current_app.config["ATTUNE"].base_url + url_for(".feed", secret=secret)
    return page("calendar/show.html", feed=queries.feed_of(g.person.id), address=address)


@bp.post("/account/calendar/end")
@needs(May.OWN_ACCOUNT)
def end() -> Response:
    actions.end(g.person)
    flash("The address leads nowhere from now on.", "good")
    return redirect(url_for(".show"), 303)
