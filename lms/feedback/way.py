"""A trainer's way through the queue, as it stands in the address: what was chosen, and the place in it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.cohorts.models import Cohort, Role
from lms.core import clock
from lms.feedback import queries, queue
from lms.feedback.forms import QueueForm
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import queries as planner
from lms.feedback.planner.queries import STEPS_MOST, Step
from lms.feedback.queries import Opened
from lms.feedback.queue import Filters, Neighbor, Neighbors
from lms.ui.page import page

CHOSEN = ("cohort", "class_number", "kind", "learner", "whose", "order")


def chosen() -> dict[str, str]:
    """The filters and the order, to be taken along."""
    return {name: value for name in CHOSEN if (value := request.args.get(name))}


def filters() -> Filters:
    """The part of the queue that the filters mean."""
    return QueueForm(request.args).filters(g.cohort.id if request.args.get("cohort") else None)


def opened(thread_id: int, with_work: bool = False, **_: Any) -> Opened | None:
    """A thread as the viewer opens it; the way through the queue then knows their plan, the navigation its numbers."""
    found = queries.thread(thread_id, g.viewer, with_work)
    g.review_plan = found.plan if found else None
    if request.method == "GET":  # what is sent changes them
        g.counts = found.counts if found else None
    return found


def opened_with_work(thread_id: int) -> Opened | None:
    """The same with what was handed in last, to be shown."""
    return opened(thread_id, with_work=True)


def plan() -> list[Step]:
    """The viewer's plan as they saw it last, in order."""
    if "review_plan" not in g:
        g.review_plan = planner.kept_plan(g.viewer.person_id)
    return planner.steps(g.review_plan)


def step_of(thread: FeedbackThread) -> Step | None:
    """What the viewer's plan says about a thread."""
    return next((step for step in plan() if step.thread_id == thread.id), None)


def planned() -> Sequence[int]:
    """The threads that come first, in order, unless the order of waiting alone was chosen."""
    return [step.thread_id for step in plan()[:STEPS_MOST]] if QueueForm(request.args).by_plan else []


def place_of(thread: FeedbackThread) -> str:
    """The place from which this thread was opened, kept after it has been answered; empty for none."""
    if thread.cohort_id not in g.viewer.trainer_in:
        return ""
    own = queue.key_of(thread.waiting_since, thread.id) if thread.waiting_since else ""
    return request.args.get("at") or own


def along(place: str) -> dict[str, str]:
    """Filters and place, for the addresses of a thread and what is done in it."""
    return chosen() | ({"at": place} if place else {})


def neighbors(place: str) -> Neighbors:
    """What waits before and after a place."""
    return queue.neighbors(g.viewer, filters(), place, planned()) if place else Neighbors()


def onward(place: str) -> str:
    """The address to go on to: of what waits next, or of the queue where nothing does."""
    neighbor = queue.onward(g.viewer, filters(), place, clock.now(), planned())
    return address_of(neighbor) if neighbor else url_for("feedback.queue", **chosen())


def go_on(place: str, said: str) -> Response:
    """Go on to what waits next, and say there what was done.

    A browser that has fetched that page ahead, and names it, is told just what has changed on it since.
    """
    address = onward(place)
    flash(said, "good")
    if request.headers.get("X-Fetched-Ahead") == address:
        return page("feedback/_onward.html")
    return redirect(address, 303)


def is_ahead() -> bool:
    """Whether a page is fetched ahead: nobody has seen it yet, and maybe nobody will."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("X-Purpose", ""))


def address_of(neighbor: Neighbor) -> str:
    """The address of a thread at its place in the queue."""
    return url_for("feedback.show", thread_id=neighbor.thread_id, **along(neighbor.place))


def taught() -> list[Cohort]:
    """The cohorts that the viewer teaches."""
    return [enrollment.cohort for enrollment in g.enrollments if enrollment.role is Role.TRAINER]
