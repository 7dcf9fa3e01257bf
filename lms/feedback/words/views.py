"""Editing what one has said in a thread, and taking words away."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, Refused
from lms.core.limits import limiter
from lms.core.words import remover
from lms.feedback import thread_page, way
from lms.feedback.models import Message
from lms.feedback.words import actions, queries
from lms.feedback.words.forms import RemoveForm, reword_form
from lms.feedback.words.rules import Why
from lms.ui.page import page

bp = Blueprint("words", __name__, template_folder="templates")


def readable(message_id: int) -> Message | None:
    """A message, for whoever reads its thread: the answer to a change is that page."""
    found = queries.message(message_id)
    return found if found and may(May.SUBMISSION_READ, found.thread) else None


@bp.post("/messages/<int:message_id>")
@limiter.limit("12 per minute; 120 per hour", key_func=whoever)
@needs(May.MESSAGE_CHANGE, load=readable, most=TEXTS)
def change(message: Message) -> Response:
    form, refused = reword_form(message, sent=True), None
    if form.validate():
        try:
            actions.change(message, form.text.data, form.seen.data, clock.now())
            return _to(message)
        except Refused as fault:
            refused = fault
            form.refuse(fault)
            form.seen.data = len(message.earlier)
    let_go()  # nobody waits for a lock while all that was said is made into a page
    opened = way.opened(message.thread_id)
    assert opened
    status = 409 if isinstance(refused, Conflict) else 422
    return thread_page.show(opened, reworded=(message.id, form), status=status)


@bp.get("/messages/<int:message_id>/removal")
@needs(May.MESSAGE_MODERATE, load=queries.message)
def moderate(message: Message) -> Response:
    """One message without its words, for whoever was given its number because something has to go."""
    return page("words/removal.html", message=message, thread=message.thread, form=RemoveForm(None))


@bp.post("/messages/<int:message_id>/removal")
@needs(May.MESSAGE_REMOVE, load=queries.message)
def remove(message: Message) -> Response:
    form = RemoveForm()
    if not form.validate():
        raise Refused("Please say why it is taken away.")
    as_what = remover(message.author_id == g.person.id, message.thread.cohort_id in g.viewer.trainer_in)
    actions.remove(message, g.person, as_what, Why(form.why.data), clock.now())
    if may(May.SUBMISSION_READ, message.thread):
        return _to(message)
    if may(May.MESSAGE_MODERATE, message):
        return redirect(url_for(".moderate", message_id=message.id), 303)
    flash("It is taken back.", "good")
    return redirect(url_for("feedback.mine"), 303)


def _to(message: Message) -> Response:
    """To the message on the page where it stood."""
    along = way.along(way.place_of(message.thread))
    before, anchor = request.args.get("before"), f"message-{message.id}"
    return redirect(url_for("feedback.show", thread_id=message.thread_id, before=before, _anchor=anchor, **along), 303)
