"""Buttons by which a learner says that they have understood."""

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import NotThere
from lms.core.paging import number_in
from lms.feedback import queries as threads
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.queries import Opened
from lms.feedback.understood import actions

bp = Blueprint("understood", __name__)


def opened(thread_id: int, **_: int) -> Opened | None:
    """A thread; the message in it that the address names is looked for afterwards."""
    return threads.thread(thread_id, g.viewer)


@bp.post("/threads/<int:thread_id>/understanding")
@needs(May.FEEDBACK_UNDERSTAND, load=opened)
def understand_all(opened: Opened) -> Response:
    actions.understand_all(opened.thread, number_in(request.form.get("seen")) or 0, clock.now())
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor="understood-all"), 303)


@bp.post("/threads/<int:thread_id>/messages/<int:message_id>/understanding")
@needs(May.FEEDBACK_UNDERSTAND, load=opened)
def understand(opened: Opened) -> Response:
    message = _message(opened.thread)
    actions.understand(opened.thread, message, clock.now())
    return _back(message)


@bp.post("/threads/<int:thread_id>/messages/<int:message_id>/understanding/undo")
@needs(May.FEEDBACK_UNDERSTAND, load=opened)
def take_back(opened: Opened) -> Response:
    message = _message(opened.thread)
    actions.take_back(opened.thread, message, clock.now())
    return _back(message)


def _message(thread: FeedbackThread) -> Message:
    found = threads.message_in(thread.id, (request.view_args or {})["message_id"])
    if found is None:
        raise NotThere
    return found


def _back(message: Message) -> Response:
    """To the message on the page where it was marked."""
    place = {"thread_id": message.thread_id, "before": request.args.get("before"), "_anchor": f"message-{message.id}"}
    return redirect(url_for("feedback.show", **place), 303)
