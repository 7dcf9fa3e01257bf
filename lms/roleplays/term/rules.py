"""Adding up a term. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.roleplays.rounds.rules import Part

BAR = 100  # units that the longest bar is wide


@dataclass(frozen=True)
class Practiced:
    """What one learner has practiced, as far as it counts."""

    name: str
    person_id: int
    parts: Mapping[Part, int]
    missed: int
    """Meetings at which they were missed."""
    owed: int
    """Role plays that don't count yet because the debrief isn't sent."""
    instead: int = 0
    """Exercises done where a role play didn't come about: practice, and no live role play."""

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def lacking(self) -> list[Part]:
        """Parts that they have never practiced."""
        return [part for part in Part if not self.parts.get(part)]


@dataclass(frozen=True)
class Segment:
    """A piece of a bar."""

    part: Part
    x: float
    width: float


def bar(parts: Mapping[Part, int], most: int) -> list[Segment]:
    """The bar of one learner, where `most` is what the busiest has practiced; nothing for nothing."""
    found: list[Segment] = []
    at = 0.0
    for part in Part:
        width = BAR * parts.get(part, 0) / most if most else 0
        if width:
            found.append(Segment(part, round(at, 2), round(width, 2)))
        at += width
    return found


def matrix(people: Sequence[int], met: Mapping[frozenset[int], int]) -> list[list[int | None]]:
    """How often each has met each other, row by row in the order of people; None of themselves."""
    return [[None if one == other else met.get(frozenset({one, other}), 0) for other in people] for one in people]
