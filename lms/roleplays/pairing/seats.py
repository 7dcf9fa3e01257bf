"""Who plays what. A group is seated: therapist first, then client, then those who observe.

Where parts rotate, everybody moves one seat on after each turn. Three turns leave the last of a group of four without
one as therapist; it is never somebody who was left so before, if that can be.
"""

from itertools import permutations

from lms.roleplays.pairing.problem import Member
from lms.roleplays.rounds.rules import Part

SEATS = (Part.THERAPIST, Part.CLIENT, Part.OBSERVER, Part.OBSERVER)
PARTS = tuple(Part)
SEAT_PARTS = tuple(PARTS.index(part) for part in SEATS)


def seated(members: list[Member], rotates: bool) -> tuple[Member, ...]:
    """The members in their seats."""
    if rotates:
        return tuple(sorted(members, key=lambda one: (-one.turns_missed, one.played[0], one.id)))
    return min(permutations(members), key=lambda order: (imbalance(order), [one.id for one in order]))


def imbalance(order: tuple[Member, ...]) -> int:
    """What this seating adds to what is uneven already: squares, so that nobody gets far from even."""
    return sum((one.played[part] - min(one.played)) ** 2 for one, part in zip(order, SEAT_PARTS, strict=False))


def least_imbalance(members: list[Member]) -> int:
    return min(imbalance(order) for order in permutations(members))
