"""Being at a thread, taking one, and giving one away."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.paging import number_in
from lms.feedback import actions as threads
from lms.feedback import arrival, way
from lms.feedback.claims import actions
from lms.feedback.claims import queries as claims
from lms.feedback.claims.forms import HandoverForm
from lms.feedback.queries import Opened
from lms.feedback.subjects import key_of
from lms.notices import actions as notices
from lms.ui.page import by_script, page

bp = Blueprint("claims", __name__, template_folder="templates")


@bp.post("/threads/<int:thread_id>/claim")
@needs(May.FEEDBACK_CLAIM, load=way.opened)
def begin(opened: Opened) -> Response | str:
    """Say that one is at it, and has read up to the message `seen`. For a script, the state as it is now."""
    thread, step = opened.thread, way.step_of(opened.thread)
    seen = min(number_in(request.form.get("seen")) or 0, thread.last_message_id or 0)
    if seen > opened.read_up_to:
        threads.mark_read(thread.id, g.person.id, opened.reading, seen)
    if opened.untold:
        notices.read(g.person.id, key_of(thread.id))
    actions.begin(thread, g.person.id, clock.now(), step.is_deep if step else None)
    if not by_script():
        return _back(opened)
    db.expire(thread, ["claim"])
    again = way.opened(thread.id)
    assert again
    return render_template("claims/_state.html", thread=again.thread, along=_along(again), **arrival.shown(again))


@bp.post("/threads/<int:thread_id>/taking")
@needs(May.FEEDBACK_CLAIM, load=way.opened)
def take(opened: Opened) -> Response:
    """Take it out of the pool."""
    try:
        actions.take(opened.thread, g.person, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
    else:
        flash("This is yours now, also when its learner writes again.", "good")
    return _back(opened)


@bp.route("/threads/<int:thread_id>/handover", methods=["GET", "POST"])
@needs(May.FEEDBACK_CLAIM, load=way.opened)
def hand_over(opened: Opened) -> Response:
    thread, form = opened.thread, HandoverForm()
    trainers = [person for person in claims.possible_trainers(thread) if person.id != g.person.id]
    form.offer(trainers, thread.trainer_id is not None)
    if form.validate_on_submit():
        with form.refusals():
            to = next((person for person in trainers if str(person.id) == form.to.data), None)
            if to is None and form.to.data:
                raise Refused("They don't teach this cohort. Please choose somebody else.", "to")
            actions.hand_over(thread, g.person, to, form.note.data, clock.now(), form.seen_id)
            place = way.place_of(thread)
            flash(f"Handed over to {to.name}, who is told." if to else "This is in the pool again.", "good")
            return redirect(way.onward(place), 303) if place else _back(opened)
    if not form.is_submitted():
        form.whose.data = str(thread.trainer_id or "")
    return page(
        "claims/hand_over.html",
        form=form,
        thread=thread,
        along=_along(opened),
        status=422 if form.is_submitted() else 200,
    )


def _along(opened: Opened) -> dict[str, str]:
    return way.along(way.place_of(opened.thread))


def _back(opened: Opened) -> Response:
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, **_along(opened)), 303)
