"""What is answered: groups with parts and hours, who has no place and what would help; how good it is, with proof."""

from dataclasses import dataclass
from enum import StrEnum

from lms.roleplays.pairing.problem import Tier
from lms.roleplays.pairing.seats import SEATS
from lms.roleplays.rounds.rules import Part


class Reason(StrEnum):
    """Why somebody has no place. None of them tells hours that nobody shares from people who may not be together."""

    HOURS = "hours"
    """No group is possible at the hours that they gave."""
    TAKEN = "taken"
    """Groups are possible, but whoever could be in them is needed elsewhere, or others would go without."""
    PIN = "pin"
    """They are pinned to a group that can't be."""


class Remedy(StrEnum):
    """What could be changed."""

    HOUR = "hour"
    SIZE = "size"
    PIN = "pin"


@dataclass(frozen=True)
class Change:
    """The smallest change that would give somebody a place."""

    remedy: Remedy
    start: int | None = None
    """With HOUR: the start that they would have to add, nearest to those they have; there is a group for it."""
    quarters: int | None = None
    """With HOUR: how many quarters of an hour it lies from a start that they have."""
    size: int | None = None
    """With SIZE: the size of group that would have to be allowed."""


@dataclass(frozen=True)
class NotPlaced:
    """Somebody who is here and has no group."""

    member: int
    reason: Reason
    change: Change | None
    """None: more than one thing would have to change."""


@dataclass(frozen=True)
class Group:
    """Who practises together: seated, therapist first. Where parts rotate, these are the parts of the first turn."""

    members: tuple[int, ...]
    starts: tuple[int, ...]
    """Proposed hours, best first; each suits all."""
    costs: tuple[tuple[Tier, int], ...] = ()
    """What this group adds in which tiers, in the problem's order, but noughts. If pinned, none."""
    is_pinned: bool = False

    @property
    def parts(self) -> dict[int, Part]:
        return dict(zip(self.members, SEATS, strict=False))


@dataclass(frozen=True)
class Standing:
    """How good an answer is in one tier: nothing below `bound` is possible without loss in the tiers before."""

    tier: Tier
    value: int
    bound: int
    is_proven: bool

    @property
    def gap(self) -> float:
        """What might still be gained, as a share of the value."""
        return 0.0 if self.is_proven else (self.value - self.bound) / max(1, self.value)


@dataclass(frozen=True)
class Progress:
    """How far the solving is: the tier at work, what is known of those before, and the places given."""

    tier: Tier
    done: float
    """Share of the tiers behind it."""
    standings: tuple[Standing, ...]
    placed: int


@dataclass(frozen=True)
class Pairing:
    """The groups of a round."""

    groups: tuple[Group, ...]
    not_placed: tuple[NotPlaced, ...]
    standings: tuple[Standing, ...]
    was_cancelled: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether no other answer is better, in any tier."""
        return all(standing.is_proven for standing in self.standings)

    @property
    def gap(self) -> float:
        """That of the first tier that isn't proven; 0 if all are."""
        return next((standing.gap for standing in self.standings if not standing.is_proven), 0.0)

    def value(self, tier: Tier) -> int:
        return next(standing.value for standing in self.standings if standing.tier is tier)
