"""A trainer's way through the queue, as it stands in the address: what was chosen, and the place in it."""

from flask import g, request, url_for

from lms.cohorts.models import Cohort, Role
from lms.feedback import queue
from lms.feedback.forms import QueueForm
from lms.feedback.models import FeedbackThread
from lms.feedback.queue import Filters, Neighbor, Neighbors

CHOSEN = ("cohort", "class_number", "kind", "learner")


def chosen() -> dict[str, str]:
    """The filters, to be taken along."""
    return {name: value for name in CHOSEN if (value := request.args.get(name))}


def filters() -> Filters:
    """The part of the queue that the filters mean."""
    return QueueForm(request.args).filters(g.cohort.id if request.args.get("cohort") else None)


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
    return queue.neighbors(g.viewer, filters(), place) if place else Neighbors()


def onward(place: str) -> str:
    """The address to go on to: of what waits next, or of the queue where nothing does."""
    neighbor = queue.onward(g.viewer, filters(), place)
    return address_of(neighbor) if neighbor else url_for("feedback.queue", **chosen())


def address_of(neighbor: Neighbor) -> str:
    """The address of a thread at its place in the queue."""
    return url_for("feedback.show", thread_id=neighbor.thread_id, **along(neighbor.place))


def taught() -> list[Cohort]:
    """The cohorts that the viewer teaches."""
    return [enrollment.cohort for enrollment in g.enrollments if enrollment.role is Role.TRAINER]
