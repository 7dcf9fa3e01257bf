"""What the worker does about demonstrations: folds what old players have played."""

from lms.core import clock
from lms.core.db import transaction
from lms.demonstrations.watching import folding

AT_ONCE = 500  # playings in one transaction, so that nobody who watches waits for it
BATCHES_MOST = 40  # in one sweep


def fold_playings() -> None:
    """Fold a bounded number of playings; what is left waits for the next sweep."""
    for _ in range(BATCHES_MOST):
        with transaction():
            found = folding.fold(clock.now(), AT_ONCE)
        if found < AT_ONCE:
            return
