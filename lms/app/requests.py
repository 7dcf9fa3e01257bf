"""What surrounds every request: who is looking, at which cohort, and one transaction."""

import secrets
from typing import Any

from flask import Flask, Response, g, request
from flask_login import LoginManager, current_user

from lms.access import body
from lms.access.guard import door
from lms.access.viewer import ANYBODY
from lms.app.addresses import is_sound
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.cohorts.queries import Present
from lms.core import clock, db
from lms.core.errors import NotThere
from lms.people import actions as people_actions
from lms.people.models import SignIn

OF_A_COHORT = {
    "classroom",
    "practice",
    "extensions",
    "withdrawals",
    "differences",
    "demonstrations",
    "viewings",
    "recorded",
    "captions",
    "notes",
    "questions",
    "prompts",
    "room",
}  # pages seen from a cohort


def wire(app: Flask) -> None:
    """Put this around the application's requests. Comes before every other hook."""
    manager = LoginManager(app)
    manager.user_loader(_present)
    app.before_request(open_request)
    app.after_request(close_request)
    app.teardown_request(end_request)
    app.url_defaults(keep_cohort)


def open_request() -> None:
    """Begin the transaction as the route needs it, and find out who is looking."""
    g.request_id = secrets.token_hex(6)
    g.viewer, g.person, g.cohort, g.enrollments, g.chooses_cohort, g.unread = ANYBODY, None, None, [], False, 0
    if not is_sound(request):
        raise NotThere
    declared = door()
    if declared is None or declared.anonymous:
        return
    if not declared.reads_late:
        body.let_in(declared.body)
        body.take_in()
        db.mean_to_write(request.method not in body.SAFE)
    recognize()


def keep_cohort(endpoint: str, values: dict[str, Any]) -> None:
    """Links lead on in the cohort that the viewer looks at, for whoever could mean another."""
    if g.get("cohort") and g.chooses_cohort and endpoint.partition(".")[0] in OF_A_COHORT:
        values.setdefault("cohort", g.cohort.slug)


def close_request(response: Response) -> Response:
    """The door commits: an answer below 400 keeps what was written, any other undoes it."""
    if response.status_code < 400:
        db.db.commit()
        _note_seen()
    else:
        db.db.rollback()
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response


def end_request(_: BaseException | None) -> None:
    """Let go of the connection, and of the intent to write."""
    db.let_go()


def _note_seen() -> None:
    """Keep when this browser was last seen, so that daily use keeps it signed in."""
    if g.get("sign_in"):
        people_actions.touch(g.sign_in, clock.now())


def recognize() -> None:
    """Find out who is looking, and at which cohort. Raises NotThere for a cohort that isn't theirs to see."""
    if not current_user.is_authenticated:
        return
    here: Present = g.present
    g.sign_in, g.person, g.enrollments = here.sign_in, here.sign_in.person, here.enrollments
    g.unread = here.unread
    g.viewer = cohorts.viewer_of(g.person, g.enrollments)
    g.cohort = _cohort()
    g.chooses_cohort = len(g.enrollments) > 1 or "cohort" in request.args


def _present(secret: str) -> SignIn | None:
    """Whose cookie this is; where they take part comes with the same statement."""
    g.present = cohorts.present(secret, clock.now())
    return g.present.sign_in if g.present else None


def _cohort() -> Cohort | None:
    """The cohort that the address names, or the one that meets next; a foreign one isn't there."""
    slug = request.args.get("cohort")
    mine = [enrollment.cohort for enrollment in g.enrollments]
    if slug:
        found = next((cohort for cohort in mine if cohort.slug == slug), None)
        if found is None and g.viewer.is_coordinator:
            found = cohorts.cohort(slug)
        if found is None:
            raise NotThere
        return found
    if mine:
        return mine[0]
    return cohorts.soonest_cohort(clock.now()) if g.viewer.is_coordinator else None
