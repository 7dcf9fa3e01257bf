"""The first page."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort
from lms.cohorts.rules import can_join
from lms.core import clock
from lms.demonstrations.recorded import queries as recorded
from lms.feedback import queries as feedback
from lms.feedback.peers import queries as peers
from lms.roleplays.meeting import queries as meetings
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
    return page("today/_next_class.html", **_next_class(cohorts.sessions_of(*(cohort.id for cohort in _mine()))))


def _mine() -> list[Cohort]:
    """Every cohort that the viewer takes part in; for a coordinator in none, the one that meets next."""
    return [enrollment.cohort for enrollment in g.enrollments] or ([g.cohort] if g.cohort else [])


def _next_class(sessions: Sequence[ClassSession]) -> dict[str, Any]:
    now = clock.now()
    coming = queries.next_class(_mine(), sessions, now)
    return {
        "coming": coming,
        "can_join": coming is not None and can_join(now, coming.session.starts_at, coming.session.ends_at),
    }


def _context() -> dict[str, Any]:
    viewer, now = g.viewer, clock.now()
    sessions = cohorts.sessions_of(*(cohort.id for cohort in _mine()))
    learning = [cohort for cohort in _mine() if cohort.id in viewer.learner_in]
    return _next_class(sessions) | {
        "due": queries.due(learning, sessions, viewer.person_id, now) if learning else [],
        "unread": feedback.unread_threads(viewer, 5),
        "waiting": feedback.counts(viewer).waiting if viewer.teaches else 0,
        "asked": queries.asked_everywhere() if viewer.is_coordinator else queries.asked_in(_mine(), viewer.trainer_in),
        "unnamed": recorded.unnamed(queries.AHEAD) if viewer.is_coordinator else [],
        "is_learner": bool(learning),
        "role_plays": meetings.coming(viewer.person_id, now) if learning else [],
        "peers_work": peers.owed(viewer, now),
    }
