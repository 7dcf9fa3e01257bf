"""What the worker does for peers' reviews."""

from typing import Any

from lms.core import clock
from lms.core.db import transaction
from lms.feedback.peers import giving, seeking


def tend(payload: dict[str, Any]) -> None:
    """Carry a letter of the kind `actions.TEND`."""
    with transaction():
        giving.tend(payload["assignment_id"], payload["cohort_id"], clock.now(), anew=True)


def tend_all() -> None:
    """See after everything that is overdue, or still wants a peer."""
    with transaction():
        groups = seeking.to_tend(clock.now())
    for assignment_id, cohort_id in groups:
        with transaction():
            giving.tend(assignment_id, cohort_id, clock.now(), anew=False)
