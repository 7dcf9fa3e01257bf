"""Muting a thread, on its own page."""

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.feedback import way
from lms.feedback.queries import Opened
from lms.feedback.subjects import key_of, subject_of
from lms.notices import actions as notices

bp = Blueprint("muting", __name__, template_folder="templates")


@bp.post("/threads/<int:thread_id>/mute")
@needs(May.SUBMISSION_READ, load=way.opened)
def mute(opened: Opened) -> Response:
    notices.mute(g.person, subject_of(opened.thread, opened.thread.submission.assignment.title))
    flash("You are told no more of this conversation. What is said in it is still marked as unread.", "good")
    return _back(opened)


@bp.post("/threads/<int:thread_id>/mute/undo")
@needs(May.SUBMISSION_READ, load=way.opened)
def unmute(opened: Opened) -> Response:
    notices.unmute(g.person.id, key_of(opened.thread.id))
    flash("You are told of this conversation again.", "good")
    return _back(opened)


def _back(opened: Opened) -> Response:
    along = way.along(way.place_of(opened.thread))
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor="conversation", **along), 303)
