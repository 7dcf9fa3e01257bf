"""What one more evening would bring: fast enough for a page on which hours are being painted.

Counts alone, so that nobody learns whose hours they are, nor whom they may not meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.roleplays.pairing.problem import Problem, pair
from lms.roleplays.pairing.tiers import bits


@dataclass(frozen=True)
class Outlook:
    """What somebody's hours allow."""

    peers: int
    """Others whom they could meet."""
    new_peers: int
    """Of these, whom they haven't met this term."""
    triads: int
    """Starts at which two others could come, whatever else these do."""


def outlook(problem: Problem, member: int, starts: int) -> Outlook:
    """What these starts would allow a member, in place of any that the problem has for them."""
    return _outlook(_others(problem, member), starts)


def evenings(problem: Problem, member: int, starts: int, more: Mapping[str, int]) -> dict[str, Outlook]:
    """What each of some evenings would allow, on top of what is painted already; keys as given."""
    others = _others(problem, member)
    return {name: _outlook(others, starts | evening) for name, evening in more.items()}


def _others(problem: Problem, member: int) -> list[tuple[int, bool]]:
    """Starts of each other whom they may meet, and whether that would be new."""
    return [
        (other.starts, two not in problem.history)
        for other in problem.members
        if other.id != member and (two := pair(member, other.id)) not in problem.exclusions
    ]


def _outlook(others: Iterable[tuple[int, bool]], starts: int) -> Outlook:
    once = twice = peers = new_peers = 0
    for theirs, is_new in others:
        shared = theirs & starts
        peers += shared != 0
        new_peers += is_new and shared != 0
        twice |= once & shared
        once |= shared
    return Outlook(peers, new_peers, len(bits(twice)))
