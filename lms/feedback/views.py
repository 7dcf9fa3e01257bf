"""The trainers' queue, a learner's list, and the page where work and words stand side by side."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import let_go, transaction
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.feedback import actions, queries, queue, rules, way
from lms.feedback.actions import Passage
from lms.feedback.forms import MessageForm, QueueForm, SettleForm
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.queries import Opened
from lms.practice import queries as practice
from lms.practice.models import SubmissionVersion
from lms.ui.page import page

bp = Blueprint("feedback", __name__, template_folder="templates")


def opened(thread_id: int) -> Opened | None:
    """A thread as the viewer opens it."""
    return queries.thread(thread_id, g.viewer)


@bp.get("/feedback/")
@needs(May.FEEDBACK_SEE_OWN)
def mine() -> Response:
    return page("feedback/mine.html", conversations=queries.conversations(g.viewer, request.args.get("after")))


@bp.get("/review/", endpoint="queue")
@needs(May.FEEDBACK_QUEUE)
def waiting() -> Response:
    form, filters = QueueForm(request.args), way.filters()
    form.offer(way.taught(), queue.choices(g.viewer))
    return page(
        "feedback/queue.html",
        form=form,
        chosen=way.chosen(),
        waiting=queue.waiting(g.viewer, filters, request.args.get("after")),
        sum=queue.sum_of(g.viewer, filters),
        key_of=queue.key_of,
        minutes=rules.reading_minutes,
    )


@bp.get("/threads/<int:thread_id>")
@needs(May.SUBMISSION_READ, load=opened)
def show(opened: Opened) -> Response:
    latest = opened.thread.last_message_id or 0
    shown = _page(opened, MessageForm(None, key=secrets.token_urlsafe(12), seen=latest))
    if latest > opened.read_up_to:
        with suppress(IntegrityError), transaction():  # another window of theirs may note the same
            actions.mark_read(opened.thread.id, g.person.id, opened.reading, latest)
    return shown


@bp.post("/threads/<int:thread_id>/messages")
@limiter.limit("12 per minute; 120 per hour", key_func=whoever)
@needs(May.FEEDBACK_WRITE, load=opened, most=TEXTS)
def write(opened: Opened) -> Response:
    form, thread, place = MessageForm(), opened.thread, way.place_of(opened.thread)
    if form.validate():
        with form.refusals():
            message = actions.post(
                thread,
                g.person,
                form.text.data,
                form.key.data,
                form.number("seen") or 0,
                clock.now(),
                _passage(thread, form),
            )
            if form.onward.data and place:
                flash(_said("feedback/_sent.html", thread=thread, message=message), "good")
                return redirect(way.onward(place), 303)
            return redirect(
                url_for(".show", thread_id=thread.id, _anchor=f"message-{message.id}", **way.along(place)), 303
            )
    let_go()  # nobody waits for a lock while all that was said is made into a page
    found = queries.thread(thread.id, g.viewer)
    assert found
    last = found.thread.last_message_id or 0
    answered = last > (form.number("seen") or 0)
    form.seen.data = last
    return _page(found, form, status=409 if answered else 422)


@bp.post("/threads/<int:thread_id>/settling")
@needs(May.FEEDBACK_SETTLE, load=opened)
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
    flash(_said("feedback/_settled.html", thread=thread, along=way.along(place)), "good")
    return redirect(way.onward(place), 303)


@bp.post("/threads/<int:thread_id>/settling/undo")
@needs(May.FEEDBACK_SETTLE, load=opened)
def unsettle(opened: Opened) -> Response:
    thread = opened.thread
    actions.unsettle(thread)
    flash("This waits for an answer again.", "good")
    return redirect(url_for(".show", thread_id=thread.id, **way.along(way.place_of(thread))), 303)


@bp.get("/submissions/<int:submission_id>/thread")
@needs(May.SUBMISSION_READ, load=queries.thread_of)
def of_submission(thread: FeedbackThread) -> Response:
    return redirect(url_for(".show", thread_id=thread.id))


def _page(opened: Opened, form: MessageForm, status: int = 200) -> Response:
    thread, place = opened.thread, way.place_of(opened.thread)
    numbers = _numbers(thread)
    version = _version(thread, numbers)
    form.version.data = version.number
    messages = queries.messages_before(thread.id, request.args.get("before"))
    spans = _spans(version, messages.rows)
    return page(
        "feedback/thread.html",
        status=status,
        thread=thread,
        submission=thread.submission,
        version=version,
        numbers=numbers,
        form=form,
        messages=messages,
        read_up_to=opened.read_up_to,
        pieces=rules.pieces(version.text, spans),
        recordings=practice.recordings_of(version),
        found={message_id for message_id, _ in spans},
        sent=_last_own_key(messages.rows),
        neighbors=way.neighbors(place),
        address_of=way.address_of,
        chosen=way.chosen(),
        along=way.along(place),
        is_answered=opened.is_answered,
        is_mine=thread.learner_id == g.person.id,
    )


def _numbers(thread: FeedbackThread) -> Sequence[int]:
    """The versions to choose from, latest first. Only its learner sees one that was taken back."""
    if thread.version and thread.version.number == 1:
        return [1]
    return practice.numbers_of(thread.submission_id, also_withdrawn=thread.learner_id == g.person.id)


def _version(thread: FeedbackThread, numbers: Sequence[int]) -> SubmissionVersion:
    """The version that is asked for, or the latest, with its files; also where one was taken back during writing."""
    asked = request.args.get("version") or request.form.get("version") or ""
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else numbers[0]
    if number not in numbers:
        if request.method == "GET":
            raise NotThere
        number = numbers[0]
    version = practice.version(thread.submission_id, number)
    assert version
    return version


def _passage(thread: FeedbackThread, form: MessageForm) -> Passage | None:
    if not (form.quote.data or "").strip():
        return None
    return Passage(_version(thread, _numbers(thread)), form.quote.data.strip("\n"), form.number("position"))


def _spans(version: SubmissionVersion, messages: Any) -> list[tuple[int, rules.Span]]:
    """By message id, where its passage stands in this version; what isn't in it is left out."""
    remarks = [message.remark for message in messages if message.remark and message.remark.quote]
    spans = [(r.message_id, rules.find_passage(version.text, r.quote, r.position)) for r in remarks]
    return [(message_id, span) for message_id, span in spans if span]


def _last_own_key(messages: Any) -> str:
    """Under which key the viewer's latest message arrived, so that the browser lets go of its copy."""
    own: list[Message] = [message for message in messages if message.author_id == g.person.id]
    return own[-1].key if own else ""


def _said(template: str, **context: Any) -> Markup:
    """A sentence with a link, a button or a message for the browser, to be shown on the next page."""
    return Markup(render_template(template, **context))  # noqa: S704 - a template of ours, which escapes
