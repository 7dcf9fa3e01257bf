"""Attempts at the statements of a drill. The drill's page and handing in are the assignment's (practice/views.py)."""

from io import BytesIO

from flask import Blueprint, Response, current_app, flash, g, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock, storage
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.drills import actions, queries
from lms.practice.drills.rules import Felt
from lms.practice.forms import FeltForm, TakeForm
from lms.practice.models import Take
from lms.practice.queries import AssignmentHere
from lms.program import queries as programs
from lms.program.actions import media_key
from lms.ui.page import by_script, page
from lms.videos import actions as videos
from lms.videos import incoming

bp = Blueprint("drills", __name__, template_folder="../templates")


def drill_here(assignment_id: int, statement_id: int) -> AssignmentHere | None:
    """The drill in the cohort that the viewer looks at, if the statement is part of it."""
    here = work.assignment_here(assignment_id, g.cohort)
    return here if here and programs.statement(assignment_id, statement_id) else None


def own_attempt(take_id: int) -> Take | None:
    """The viewer's own attempt at a statement."""
    take = work.own_take(take_id, g.viewer.person_id)
    return take if take and take.statement_id else None


@bp.get("/assignments/<int:assignment_id>/statements/<int:statement_id>/recording")
@needs(May.ASSIGNMENT_READ, load=drill_here)
def recording(here: AssignmentHere) -> Answer:
    """What the client says, as it was recorded: short, and played by browsers as it is."""
    statement = programs.statement(here.assignment.id, _statement_id())
    if statement is None or not statement.media_sha256:
        raise NotThere
    key, store = media_key(statement.media_sha256), storage.store()
    try:
        kept = store.path(key) or BytesIO(b"".join(store.open(key)))
        return send_file(kept, mimetype=statement.media_kind, conditional=True, etag=statement.media_sha256)
    except FileNotFoundError:
        raise NotThere from None


@bp.get("/assignments/<int:assignment_id>/statements/<int:statement_id>/attempts")
@needs(May.HAND_IN, load=drill_here)
def attempts(here: AssignmentHere) -> Answer:
    """What the page shows below the statement, for its script."""
    drill = queries.drill(here, work.draft_with_takes(here, g.person.id))
    one = drill.round_of(_statement_id())
    if one is None:
        raise NotThere
    return page("practice/drills/_attempts.html", here=here, drill=drill, round=one)


@bp.post("/assignments/<int:assignment_id>/statements/<int:statement_id>/attempts")
@limiter.limit("20 per minute", key_func=whoever)
@needs(May.HAND_IN, load=drill_here)
def add(here: AssignmentHere) -> Answer:
    """Keep a recording that was sent as an attempt."""
    statement = programs.statement(here.assignment.id, _statement_id())
    try:
        source = incoming.keep(TakeForm().file_id.data, g.person.id, current_app.config["ATTUNE"].home)
        if source:
            now = clock.now()
            practice.add_take(here, g.person, videos.take(source, g.person, now), now, statement)
    except Refused as refused:
        if by_script():
            return Response(refused.message, 422, mimetype="text/plain")
        flash(refused.message, "urgent")
    return _done(here.assignment.id, here.cohort.slug, _statement_id())


@bp.post("/takes/<int:take_id>/choice")
@needs(May.TAKE_CHANGE, load=own_attempt)
def choose(take: Take) -> Answer:
    actions.choose(take)
    return _back(take)


@bp.post("/takes/<int:take_id>/feeling")
@needs(May.TAKE_CHANGE, load=own_attempt)
def feel(take: Take) -> Answer:
    form = FeltForm()
    if not form.validate():
        raise Refused("Say whether it was too easy, about right or too hard.")
    actions.feel(take, Felt(form.felt.data))
    return _back(take)


def _statement_id() -> int:
    return int((request.view_args or {})["statement_id"])


def _back(take: Take) -> Answer:
    return _done(*work.home_of(take), take.statement_id)


def _done(assignment_id: int, cohort_slug: str, statement_id: int | None) -> Answer:
    """The page's script asks for the attempts itself; whoever has none gets the page again."""
    if by_script():
        return Response(status=204)
    anchor = f"statement-{statement_id}"
    return redirect(url_for("practice.show", assignment_id=assignment_id, cohort=cohort_slug, _anchor=anchor), 303)
