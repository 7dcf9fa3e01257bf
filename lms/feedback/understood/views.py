"""Buttons by which a learner says that they have understood."""

from dataclasses import dataclass

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.access.viewer import Facts
from lms.core import clock
from lms.core.paging import number_in
from lms.feedback import way
from lms.feedback.models import Message
from lms.feedback.queries import Opened
from lms.feedback.understood import actions, queries

bp = Blueprint("understood", __name__)


@dataclass(frozen=True)
class Heard:
    """A message as the learner of its thread has it before them."""

    message: Message

    @property
    def facts(self) -> Facts:
        return self.message.thread.facts


def heard(message_id: int) -> Heard | None:
    """A message, with its thread."""
    found = queries.message(message_id)
    return Heard(found) if found else None


@bp.post("/threads/<int:thread_id>/understanding")
@needs(May.FEEDBACK_UNDERSTAND, load=way.opened)
def understand_all(opened: Opened) -> Response:
    actions.understand_all(opened.thread, g.person, number_in(request.form.get("seen")) or 0, clock.now())
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor="understood-all"), 303)


@bp.post("/messages/<int:message_id>/understanding")
@needs(May.FEEDBACK_UNDERSTAND, load=heard)
def understand(heard: Heard) -> Response:
    actions.understand(heard.message, g.person, clock.now())
    return _back(heard.message)


@bp.post("/messages/<int:message_id>/understanding/undo")
@needs(May.FEEDBACK_UNDERSTAND, load=heard)
def take_back(heard: Heard) -> Response:
    actions.take_back(heard.message, g.person, clock.now())
    return _back(heard.message)


def _back(message: Message) -> Response:
    """To the message on the page where it was marked."""
    place = {"thread_id": message.thread_id, "before": request.args.get("before"), "_anchor": f"message-{message.id}"}
    return redirect(url_for("feedback.show", **place), 303)
