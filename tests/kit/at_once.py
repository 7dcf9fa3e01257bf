"""Several people who do something in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def at_once(*deeds: Callable[[], T]) -> list[T]:
    """What each deed gave, each done in a thread of its own, begun together. An exception in one is raised."""
    gate = Barrier(len(deeds))

    def begin(deed: Callable[[], T]) -> T:
        gate.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(begin, deeds))
