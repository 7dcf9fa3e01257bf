"""The week as a trainer plans it, and reviews made deep or light by hand."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Refused
from lms.feedback import rules as feedback
from lms.feedback import way
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import actions, queries
from lms.feedback.planner.forms import MinutesForm
from lms.feedback.planner.rules import Depth
from lms.feedback.queries import Opened
from lms.ui.page import page

bp = Blueprint("planner", __name__, template_folder="templates")
AS_PLANNED = "as planned"


@bp.get("/review/plan")
@needs(May.FEEDBACK_QUEUE)
def show() -> Response:
    return _page(None)


@bp.post("/review/plan")
@needs(May.FEEDBACK_QUEUE)
def give() -> Response:
    form = MinutesForm()
    if form.validate():
        actions.give_minutes(g.person, form.minutes.data, clock.now())
        _plan_anew()
        flash(f"Planned anew, with {form.minutes.data} minutes a week.", "good")
        return redirect(url_for(".show"), 303)
    return _page(form, 422)


@bp.post("/threads/<int:thread_id>/depth")
@needs(May.FEEDBACK_CLAIM, load=way.opened)
def choose(opened: Opened) -> Response:
    """Make the next review of a thread deep or light, or leave it to the plan."""
    thread, depth = opened.thread, request.form.get("depth")
    if depth not in (*Depth, AS_PLANNED):
        raise Refused("Please choose deep or light.")
    actions.choose(thread, None if depth == AS_PLANNED else Depth(depth), g.person, clock.now())
    _plan_anew()
    return redirect(_from(thread), 303)


def _from(thread: FeedbackThread) -> str:
    """Where it was chosen: on the thread's page, whose address knows a place, or in the queue."""
    if place := request.args.get("at"):
        return url_for("feedback.show", thread_id=thread.id, **way.along(place))
    return url_for("feedback.queue", **way.chosen())


def _plan_anew() -> None:
    now = clock.now()
    actions.keep_plan(g.person, queries.week(g.viewer, now), now)


def _page(form: MinutesForm | None, status: int = 200) -> Response:
    now = clock.now()
    week = queries.week(g.viewer, now)
    return page(
        "planner/show.html",
        status=status,
        form=form or MinutesForm(None, minutes=week.own.week_s // 60),
        week=week,
        covered=queries.covered(g.viewer, now),
        learners=queries.learners(g.viewer, now),
        learners_most=queries.LEARNERS_MOST,
        said_minutes=feedback.said_minutes,
        minutes=feedback.minutes,
    )
