"""The trainers' queue, a learner's list, and the page where work and words stand side by side."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.feedback import actions, arrival, queries, queue, rules, thread_page, way
from lms.feedback.actions import Passage
from lms.feedback.forms import MessageForm, QueueForm, SettleForm
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import queries as planner
from lms.feedback.queries import Opened
from lms.feedback.voices import arrival as voices
from lms.ui.page import page

bp = Blueprint("feedback", __name__, template_folder="templates")


@bp.get("/feedback/")
@needs(May.FEEDBACK_SEE_OWN)
def mine() -> Response:
    return page("feedback/mine.html", conversations=queries.conversations(g.viewer, request.args.get("after")))


@bp.get("/review/", endpoint="queue")
@needs(May.FEEDBACK_QUEUE)
def waiting() -> Response:
    form, now = QueueForm(request.args), clock.now()
    form.offer(way.taught(), queue.choices(g.viewer))
    week = planner.week(g.viewer, now)
    first = [review.work.id for review in week.mine[: planner.STEPS_MOST]] if form.by_plan else []
    waiting = queue.waiting(g.viewer, way.filters(), request.args.get("after"), first)
    shown = page(
        "feedback/queue.html",
        form=form,
        chosen=way.chosen(),
        waiting=waiting,
        sum=waiting.sum,
        summed_most=queue.SUMMED_MOST,
        week=week,
        key_of=queue.key_of,
        said_short=rules.said_short,
        said_minutes=rules.said_minutes,
        reads=rules.WORDS_A_MINUTE,
    )
    arrival.keep_plan(week, now)
    return shown


@bp.get("/threads/<int:thread_id>")
@needs(May.SUBMISSION_READ, load=way.opened_with_work)
def show(opened: Opened) -> Response:
    latest = opened.thread.last_message_id or 0
    arrival.quiet_bell(opened)
    shown = thread_page.show(opened)
    arrival.note_reading(opened, latest)
    return shown


@bp.post("/threads/<int:thread_id>/messages")
@limiter.limit("12 per minute; 120 per hour", key_func=whoever)
@needs(May.FEEDBACK_WRITE, load=way.opened, most=TEXTS)
def write(opened: Opened) -> Response:
    form, thread, place = MessageForm(), opened.thread, way.place_of(opened.thread)
    spoken = voices.spoken(form) if form.validate() else None
    if not form.errors:
        with form.refusals():
            arrival.refuse_if_held(thread, form)
            message = actions.post(
                thread,
                g.person,
                form.text.data,
                form.key.data,
                form.number("seen") or 0,
                clock.now(),
                _passage(opened, form),
                spoken,
            )
            if form.onward.data and place:
                return way.go_on(place, _said("feedback/_sent.html", thread=thread, message=message))
            return redirect(
                url_for(".show", thread_id=thread.id, _anchor=f"message-{message.id}", **way.along(place)), 303
            )
    let_go()  # nobody waits for a lock while all that was said is made into a page
    found = queries.thread(thread.id, g.viewer)
    assert found
    last = found.thread.last_message_id or 0
    answered = last > (form.number("seen") or 0)
    form.seen.data = last
    return thread_page.show(found, form, status=409 if answered or form.held_by.data else 422)


@bp.post("/threads/<int:thread_id>/settling")
@needs(May.FEEDBACK_SETTLE, load=way.opened)
def settle(opened: Opened) -> Response:
    """Take the thread out of the queue without an answer, and go on to what waits next."""
    form, thread, place = SettleForm(), opened.thread, way.place_of(opened.thread)
    try:
        actions.settle(
            thread, g.person, number_in(form.seen.data) or 0, number_in(form.version_id.data) or 0, clock.now()
        )
    except Refused as refused:
        flash(refused.message, "warn")
        return redirect(url_for(".show", thread_id=thread.id, **way.along(place)), 303)
    return way.go_on(place, _said("feedback/_settled.html", thread=thread, along=way.along(place)))


@bp.post("/threads/<int:thread_id>/settling/undo")
@needs(May.FEEDBACK_SETTLE, load=way.opened)
def unsettle(opened: Opened) -> Response:
    thread = opened.thread
    actions.unsettle(thread)
    flash("This waits for an answer again.", "good")
    return redirect(url_for(".show", thread_id=thread.id, **way.along(way.place_of(thread))), 303)


@bp.get("/submissions/<int:submission_id>/thread")
@needs(May.SUBMISSION_READ, load=queries.thread_of)
def of_submission(thread: FeedbackThread) -> Response:
    return redirect(url_for(".show", thread_id=thread.id))


def _passage(opened: Opened, form: MessageForm) -> Passage | None:
    if not (form.quote.data or "").strip() and not form.field.data:
        return None
    version = thread_page.version_of(opened.thread, thread_page.numbers_in(opened))
    quote = (form.quote.data or "").strip("\n")
    return Passage(version, quote, form.number("position"), None if quote.strip() else form.field.data)


def _said(template: str, **context: Any) -> Markup:
    """A sentence with a link, a button or a message for the browser, to be shown on the next page."""
    return Markup(render_template(template, **context))  # noqa: S704 - a template of ours, which escapes
