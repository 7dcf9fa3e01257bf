"""A trainer at the queue and at a thread: what seeing a page keeps, and what it says about whose a thread is."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy.exc import IntegrityError

from lms.core import clock
from lms.core.db import transaction
from lms.core.paging import number_in
from lms.feedback import actions, way
from lms.feedback.claims import actions as claims
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import actions as planner
from lms.feedback.planner.queries import Week
from lms.feedback.queries import Opened
from lms.feedback.subjects import key_of
from lms.notices import actions as notices


def quiet_bell(opened: Opened) -> None:
    """Let the page that shows a thread say no more of it by the bell."""
    if not way.is_ahead():
        g.unread = max(0, g.unread - opened.untold)


def note_reading(opened: Opened, seen: int) -> None:
    """Keep that the viewer has read up to the message `seen`, unless nobody has looked at the page yet."""
    if way.is_ahead() or not (opened.untold or seen > opened.read_up_to):
        return
    with suppress(IntegrityError), transaction():  # another window of theirs may note the same
        if opened.untold:
            notices.read(g.person.id, key_of(opened.thread.id))
        if seen > opened.read_up_to:
            actions.mark_read(opened.thread.id, g.person.id, opened.reading, seen)


def keep_plan(week: Week, now: datetime) -> None:
    """Let the plan be as the viewer has just seen it."""
    if week.steps != (week.kept.reviews if week.kept else None):
        with transaction():
            planner.keep_plan(g.person, week, now)


def refuse_if_held(thread: FeedbackThread, form: Any) -> None:
    """Raises Held where another trainer is at it, unless they have been told; the form's `held_by` keeps that."""
    if not _teaches(thread):
        return
    try:
        claims.refuse_if_held(thread, g.person, number_in(form.held_by.data), clock.now())
    except claims.Held as held:
        form.held_by.data = str(held.holder_id)
        raise


def shown(opened: Opened) -> dict[str, Any]:
    """What the state of a thread is rendered from."""
    thread = opened.thread
    if not _teaches(thread):
        return {"is_trainers": False}
    is_held = thread.claim is not None and thread.claim.holds(clock.now())
    is_mine = is_held and thread.claim.trainer_id == g.viewer.person_id
    return {
        "is_trainers": True,
        "claim": thread.claim if is_held and not is_mine else None,
        "is_at_it": is_mine,
        "step": way.step_of(thread),
        "depth": opened.depth,
    }


def _teaches(thread: FeedbackThread) -> bool:
    return thread.cohort_id in g.viewer.trainer_in
