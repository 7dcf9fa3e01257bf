"""What the worker does for boards: it solves rounds, one at a time."""

import logging
import threading
import time

from lms.core import clock
from lms.core.db import db, transaction
from lms.roleplays.board import actions, leases, problems, queries
from lms.roleplays.board.leases import Turn
from lms.roleplays.board.rules import SolvingState
from lms.roleplays.pairing.answer import Pairing, Progress

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.5
ENDED_BADLY = "Solving ended with a fault. Nothing was changed. Please ask the operator to look at the worker’s log."

_one_at_a_time = threading.Lock()


def solve_next() -> bool:
    """Solve one round, if any waits. False where none does, or where this process is at one already."""
    if not _one_at_a_time.acquire(timeout=1):
        return False
    try:
        turn = leases.take(clock.now())
        if turn:
            _solve(turn)
        return turn is not None
    finally:
        _one_at_a_time.release()


def _solve(turn: Turn) -> None:
    try:
        found = queries.gather(queries.opened_by_id(turn.round_id))
        db.remove()  # nobody waits for a lock while it is thought
        pairing = _answer(found, _Teller(turn))
        with transaction():
            if leases.write(turn, state=SolvingState.DONE, leased_until=None, percent=100):
                actions.take_answer(turn.round_id, pairing, found, turn.asked_by_id, clock.now())
    except Exception:
        log.exception("round %s: solving ended, lease %s", turn.round_id, turn.number)
        leases.fail(turn, ENDED_BADLY)


def _answer(found: queries.Gathered, told: "_Teller") -> Pairing:
    from lms.roleplays.pairing.solve import solve  # the solver's 30 MB are the worker's alone

    return solve(problems.problem_of(found), on_progress=told.tell, is_cancelled=told.is_over)


class _Teller:
    """Renews the lease while a round is solved, and hears whether that is to end, at most twice a second."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._told_at = 0.0
        self._is_over = False
        self._percent = 0
        self._progress: dict[str, object] = {}

    def tell(self, progress: Progress) -> None:
        """Each tier is told as soon as it is begun."""
        self._percent, self._progress = int(progress.done * 100), problems.progress_of(progress)
        self._renew()

    def is_over(self) -> bool:
        if not self._is_over and time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._renew()
        return self._is_over

    def _renew(self) -> None:
        self._told_at = time.monotonic()
        held = leases.renew(self._turn, clock.now(), percent=self._percent, progress=self._progress)
        self._is_over = self._is_over or held.is_cancelled or not held.is_ours
