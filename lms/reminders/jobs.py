"""What the worker does for reminders."""

from lms.core import clock
from lms.core.db import transaction
from lms.reminders import actions


def remind() -> None:
    """Remind whoever it is time to."""
    now = clock.now()
    with transaction():
        actions.remind_of_work(now)
    with transaction():
        actions.remind_of_classes(now)
    with transaction():
        actions.remind_of_role_plays(now)
