"""The first page."""

from typing import Any

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.rules import can_join
from lms.core import clock
from lms.feedback import queries as feedback
from lms.today import queries
from lms.ui.page import page

bp = Blueprint("today", __name__, template_folder="templates")


@bp.get("/")
@needs(May.SEE_PUBLIC)
def front() -> Response:
    return redirect(url_for(".show" if g.viewer.signed_in else "people.sign_in"))


@bp.get("/today")
@needs(May.SEE_TODAY)
def show() -> Response:
    return page("today/show.html", **_context())


@bp.get("/today/next-class")
@needs(May.SEE_TODAY)
def next_class() -> Response:
    """The card of the next class alone, so that its Join button wakes up by itself."""
    return page("today/_next_class.html", **_next_class())


def _next_class() -> dict[str, Any]:
    now = clock.now()
    sessions = cohorts.sessions_of(g.cohort.id) if g.cohort else []
    session = queries.next_session(sessions, now)
    joinable = session is not None and can_join(now, session.starts_at, session.ends_at)
    return {"sessions": sessions, "session": session, "can_join": joinable}


def _context() -> dict[str, Any]:
    viewer, now = g.viewer, clock.now()
    context = _next_class()
    is_learner = g.cohort is not None and g.cohort.id in viewer.learner_in
    return context | {
        "due": queries.due(g.cohort, context["sessions"], viewer.person_id, now) if is_learner else [],
        "unread": feedback.unread_threads(viewer, 5),
        "waiting": feedback.waiting_count(viewer) if viewer.teaches else 0,
        "is_learner": is_learner,
    }
