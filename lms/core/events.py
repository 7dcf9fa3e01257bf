"""What happened, told to whoever follows. Events are frozen dataclasses in the past tense, defined by their rooms.

Followers run at once, inside the same transaction; what leaves the house (mail, jobs) they put into the outbox.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Follower = Callable[[Any], None]
Follows = Mapping[type, Sequence[Follower]]

_follows: Follows = {}


def follow(table: Follows) -> None:
    """Take the house's table of what follows from what. Called once, by lms.app."""
    global _follows
    _follows = table


def publish(event: object) -> None:
    """Tell the followers of this event. An event that the table doesn't name is a mistake, not silence."""
    for follower in _follows[type(event)]:
        follower(event)
