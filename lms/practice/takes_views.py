"""A learner's recordings: kept privately, marked, played, and taken back. Handing in is the assignment's (views.py)."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.practice import actions, queries
from lms.practice.forms import MarkForm, TakeForm
from lms.practice.models import Recording, Take
from lms.practice.queries import AssignmentHere
from lms.program.rules import PracticeKind
from lms.ui.page import by_script, page
from lms.videos import actions as videos
from lms.videos import incoming, playing

RECORDINGS = "recordings"  # where they stand on the page

bp = Blueprint("takes", __name__, template_folder="templates")


def recorded_here(assignment_id: int) -> AssignmentHere | None:
    """The assignment in the cohort that the viewer looks at, if it asks for a recording."""
    here = queries.assignment_here(assignment_id, g.cohort)
    return here if here and here.assignment.kind is PracticeKind.RECORDING else None


def own(take_id: int, **_: Any) -> Take | None:
    """The take, if the viewer made it."""
    return queries.own_take(take_id, g.viewer.person_id)


def to_mark(take_id: int, **_: Any) -> Take | None:
    """The take, if the viewer works on what it was made for."""
    return queries.take(take_id)


@bp.post("/assignments/<int:assignment_id>/takes")
@limiter.limit("20 per minute", key_func=whoever)
@needs(May.HAND_IN, load=recorded_here)
def add(here: AssignmentHere) -> Answer:
    """Keep an upload, recorded here or elsewhere, as a take."""
    try:
        source = incoming.keep(TakeForm().file_id.data, g.person.id, current_app.config["ATTUNE"].home)
        with suppress(IntegrityError), db.begin_nested():  # sent twice in one moment: the other one is the take
            if source:
                actions.add_take(here, g.person, videos.take(source, g.person, clock.now()), clock.now())
    except Refused as refused:
        flash(refused.message, "urgent")
    return redirect(_address(here.assignment.id, here.cohort.slug), 303)


@bp.get("/takes/<int:take_id>")
@needs(May.TAKE_CHANGE, load=queries.take)
def show(take: Take) -> Answer:
    """Where it stands, for the page to keep itself fresh."""
    return page("practice/_take_state.html", take=take)


@bp.post("/takes/<int:take_id>/removal")
@needs(May.TAKE_CHANGE, load=own)
def remove(take: Take) -> Answer:
    here = queries.home_of(take)
    actions.remove_take(take, clock.now())
    if by_script():
        return Response(status=204)
    flash("The recording is removed.", "good")
    return redirect(_address(*here, f"statement-{take.statement_id}" if take.statement_id else RECORDINGS), 303)


@bp.post("/takes/<int:take_id>/playing")
@needs(May.RECORDING_PLAY, load=queries.take)
def play_take(take: Take) -> Response:
    return playing.stream(take.video)


@bp.post("/recordings/<int:recording_id>/playing")
@needs(May.RECORDING_PLAY, load=queries.recording)
def play_recording(recording: Recording) -> Response:
    return playing.stream(recording.video)


@bp.get("/takes/<int:take_id>/poster")
@needs(May.RECORDING_PLAY, load=queries.take)
def poster_of_take(take: Take) -> Answer:
    return playing.poster(take.video)


@bp.get("/recordings/<int:recording_id>/poster")
@needs(May.RECORDING_PLAY, load=queries.recording)
def poster_of_recording(recording: Recording) -> Answer:
    return playing.poster(recording.video)


@bp.get("/takes/<int:take_id>/waveform")
@needs(May.RECORDING_PLAY, load=queries.take)
def waveform_of_take(take: Take) -> Answer:
    return playing.waveform(take.video)


@bp.get("/recordings/<int:recording_id>/waveform")
@needs(May.RECORDING_PLAY, load=queries.recording)
def waveform_of_recording(recording: Recording) -> Answer:
    return playing.waveform(recording.video)


@bp.post("/takes/<int:take_id>/marks")
@needs(May.TAKE_CHANGE, load=to_mark)
def mark(take: Take) -> Answer:
    """Point at a part of it. Answers the list of what is marked."""
    form = MarkForm()
    if not form.validate():
        raise Refused("The player sent a part that can’t be. Reload the page.")
    try:
        actions.mark(take, form.start_ms.data, form.end_ms.data)
    except Refused as refused:  # shown beside the buttons
        return Response(refused.message, 422, mimetype="text/plain")
    return page("practice/_marks.html", take=take)


@bp.post("/takes/<int:take_id>/marks/<int:mark_id>/removal")
@needs(May.TAKE_CHANGE, load=to_mark)
def unmark(take: Take) -> Answer:
    found = queries.mark_of(take, request.view_args["mark_id"])
    if found is None:
        raise NotThere
    actions.unmark(take, found)
    return redirect(_address(*queries.home_of(take)), 303)


def _address(assignment_id: int, cohort_slug: str, anchor: str = RECORDINGS) -> str:
    return url_for("practice.show", assignment_id=assignment_id, cohort=cohort_slug, _anchor=anchor)
