"""Opening a conversation again, and closing it."""

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Refused
from lms.feedback import way
from lms.feedback.queries import Opened
from lms.feedback.reopenings import actions

bp = Blueprint("reopenings", __name__)


@bp.post("/threads/<int:thread_id>/reopening")
@needs(May.FEEDBACK_SETTLE, load=way.opened)
def reopen(opened: Opened) -> Response:
    try:
        actions.reopen(opened.thread, g.person, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
    else:
        flash("This waits for an answer again. Its learner sees that you come back to it.", "good")
    return _back(opened)


@bp.post("/threads/<int:thread_id>/reopening/undo")
@needs(May.FEEDBACK_SETTLE, load=way.opened)
def take_back(opened: Opened) -> Response:
    try:
        actions.take_back(opened.thread, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
    else:
        flash("This no longer waits.", "good")
    return _back(opened)


def _back(opened: Opened) -> Response:
    along = way.along(way.place_of(opened.thread))
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor="conversation", **along), 303)
