"""What the worker does each minute for groups: books what they haven't agreed on, and waits for nobody for ever."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from lms.core import clock
from lms.core.db import transaction
from lms.roleplays.agree import absences, actions, queries
from lms.roleplays.rounds.models import RolePlayGroup


def tend_all() -> None:
    """Each group in a transaction of its own."""
    now = clock.now()
    with transaction():
        found: list[tuple[Callable[[RolePlayGroup, datetime], Any], Sequence[int]]] = [
            (actions.book_best, queries.groups_to_book(now)),
            (absences.tend, queries.absences_to_tend()),
            (actions.resolve_again, queries.groups_to_resolve(now)),
        ]
    for tend, group_ids in found:
        for group_id in group_ids:
            with transaction():
                tend(queries.fresh(group_id), now)
