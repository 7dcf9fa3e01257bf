"""What is asked: who can practise when, who has met whom, what must hold, and what is better than what.

Starts are bits of an integer: bit k is set if somebody can begin a meeting k quarters of an hour after the round's
origin and stay to its end. Whoever makes them resolves zones and clock changes; here all hours are alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

STEP_MINUTES = 15
SIZES = frozenset({2, 3, 4})

Pair = tuple[int, int]
"""Two members by id, the smaller first."""


class Tier(StrEnum):
    """What an answer is judged by. `tiers` says how."""

    UNPLACED = "unplaced"
    CHANGED = "changed"
    OVERMET = "overmet"
    SHAPE = "shape"
    REPEATS = "repeats"
    PLAN = "plan"
    PARTS = "parts"
    COMFORT = "comfort"
    MIX = "mix"


ORDER = tuple(Tier)


@dataclass(frozen=True)
class Member:
    """One learner in one round."""

    id: int
    starts: int
    """Bits of the feasible starts; 0: not here this round."""
    discomfort: tuple[tuple[int, int], ...] = ()
    """(cost, starts): what each of these starts costs; costs of a start that stands in several add up."""
    profession: str = ""
    experience: int = 0
    """A band, for example 0 under five years, 1 under fifteen, 2 beyond."""
    missed: int = 0
    """Rounds of this term that went by without a group for them, though they had hours."""
    played: tuple[int, int, int] = (0, 0, 0)
    """How often they were therapist, client, observer; where parts rotate, how often they were it first."""
    turns_missed: int = 0
    """Turns as therapist that a group of four left them without."""


@dataclass(frozen=True)
class Meetings:
    """How often two have met this term, and how many rounds ago last (1: in the round before)."""

    count: int
    rounds_ago: int


@dataclass(frozen=True)
class Pin:
    """Members who stay together. A whole group stays without others too, unless one of it can't come."""

    members: frozenset[int]
    is_whole: bool = True


@dataclass(frozen=True)
class Announced:
    """A group that people were told of, and the start that they agreed upon, if they have."""

    members: frozenset[int]
    start: int | None = None


@dataclass(frozen=True)
class Problem:
    """One round. Raises ValueError for what contradicts itself: a member twice, a size or order that is none."""

    members: tuple[Member, ...]
    exclusions: frozenset[Pair] = frozenset()
    pins: tuple[Pin, ...] = ()
    announced: tuple[Announced, ...] = ()
    history: Mapping[Pair, Meetings] = field(default_factory=dict)
    round_number: int = 0
    """How many rounds the term has had before this one."""
    sizes: frozenset[int] = SIZES
    order: tuple[Tier, ...] = ORDER
    rotates: bool = True
    """Whether all parts are played in turn inside one meeting; then there is nothing to balance between groups."""

    def __post_init__(self) -> None:
        _once((member.id for member in self.members), "is a member twice")
        _once((one for pin in self.pins for one in pin.members), "is in two pins")
        _once((one for group in self.announced for one in group.members), "is in two announced groups")
        if not self.sizes or not self.sizes <= SIZES:
            raise ValueError(f"groups have two to four members, not {sorted(self.sizes)}")
        if len(set(self.order)) < len(self.order) or set(self.order) != set(Tier):
            raise ValueError("an order names each tier once")
        if self.order[0] is not Tier.UNPLACED:
            raise ValueError("who gets a place stands first in every order")
        if any(not one < other for one, other in [*self.exclusions, *self.history]):
            raise ValueError("a pair is two members, the smaller id first")


@dataclass(frozen=True)
class Budget:
    """How long to seek: counted in steps, never in seconds, so that the same seed gives the same answer.

    Who wants to stop by the clock cancels; what was found by then is the answer.
    """

    steps: int = 200
    """Neighbourhoods to try for each tier, at most."""
    nodes: int = 500
    """Branches of each proof, at most; 0: only bounds that cost nothing prove anything."""
    columns: int = 60_000
    """Possible groups, at most, among which proof is sought; of more, none is."""
    seed: int = 1

    @classmethod
    def of(cls, count: int) -> "Budget":
        """What so many members deserve: a second or two for a cohort, some more for thousands."""
        return cls(steps=min(2_500, max(cls.steps, count)))


def pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _once(ids: Iterable[int], said: str) -> None:
    for one, other in pairwise(sorted(ids)):
        if one == other:
            raise ValueError(f"{one} {said}")
