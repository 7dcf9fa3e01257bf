"""Drafts of groups, what may be done to them, and how a round is timed. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any

from lms.roleplays.pairing.problem import ORDER, SIZES, Tier
from lms.roleplays.rounds.rules import Part

LEASE = timedelta(seconds=60)
TRIES = 2
LAST_LASTS = timedelta(days=14)  # the round of the last class
ANSWER_WITHIN = timedelta(days=2)  # unless a third of the round is less
UNDONE_MOST = 20  # steps that are kept
LARGEST = max(SIZES)
PARTS = (Part.THERAPIST, Part.CLIENT, Part.OBSERVER, Part.OBSERVER)
QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


class SolvingState(StrEnum):
    """Where a solving stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        return self in (SolvingState.WAITING, SolvingState.RUNNING)


class RoundState(StrEnum):
    """Where a round stands."""

    EMPTY = "empty"
    SOLVING = "solving"
    DRAFT = "draft"
    ANNOUNCED = "announced"
    CHANGED = "changed"
    """Announced, and its draft is another one since."""
    OVER = "over"


class Impossible(Exception):
    """What was asked of a draft can't be; a sentence."""


@dataclass(frozen=True)
class DraftGroup:
    """Who is to practice together, the therapist of the first turn first."""

    members: tuple[int, ...]
    is_pinned: bool = False


Draft = tuple[DraftGroup, ...]


def timed(starts: Sequence[tuple[datetime, datetime]], index: int) -> tuple[datetime, datetime]:
    """From when until when the role play of a class is met for: from its end to the beginning of the class after it.

    `starts`: beginning and end of each class, in order. A class that follows at once leaves the time until the next but
    one, and the last two weeks.
    """
    from_at = starts[index][1]
    following = (begins for begins, _ in starts[index + 1 :] if begins > from_at)
    return from_at, next(following, from_at + LAST_LASTS)


def answer_by(from_at: datetime, until_at: datetime) -> datetime:
    """Until when groups agree on an hour, unless a coordinator says otherwise."""
    return from_at + min(ANSWER_WITHIN, (until_at - from_at) / 3)


def grid(from_at: datetime, until_at: datetime) -> tuple[datetime, datetime]:
    """The full quarters of an hour within a round."""
    late = -(from_at.timestamp() % QUARTER.total_seconds()) % QUARTER.total_seconds()
    over = until_at.timestamp() % QUARTER.total_seconds()
    begin, end = from_at + timedelta(seconds=late), until_at - timedelta(seconds=over)
    return begin, max(begin, end)


def state_of(now: datetime, until_at: datetime, is_announced: bool, is_solving: bool, differs: bool) -> RoundState:
    """Where a round stands. `differs`: whether there is a draft that nobody was told of."""
    if now >= until_at:
        return RoundState.OVER
    if is_solving:
        return RoundState.SOLVING
    if is_announced:
        return RoundState.CHANGED if differs else RoundState.ANNOUNCED
    return RoundState.DRAFT if differs else RoundState.EMPTY


def draft_of(kept: Sequence[Any]) -> Draft:
    """A draft, from what `kept_of` gave."""
    return tuple(DraftGroup(tuple(group["members"]), group["is_pinned"]) for group in kept)


def kept_of(draft: Draft) -> list[Any]:
    """A draft as JSON of ids."""
    return [{"members": list(group.members), "is_pinned": group.is_pinned} for group in draft]


def moved(draft: Draft, person: int, to: int | None) -> Draft:
    """The draft with somebody in the group at a place; one past the last makes a new group, None takes them out.

    Groups that are left with nobody go. Raises Impossible for a place that there isn't, and for a full or pinned group.
    """
    if to is not None and not 0 <= to <= len(draft):
        raise Impossible("That group isn’t there any more.")
    if any(group.is_pinned and person in group.members for group in draft):
        raise Impossible("Their group is pinned. Unpin it first.")
    groups = [replace(group, members=tuple(one for one in group.members if one != person)) for group in draft]
    if to == len(draft):
        groups.append(DraftGroup((person,)))
    elif to is not None:
        if groups[to].is_pinned:
            raise Impossible("That group is pinned. Unpin it first.")
        if len(groups[to].members) >= LARGEST:
            raise Impossible(f"A group has at most {LARGEST} people. Move somebody out of it first.")
        groups[to] = replace(groups[to], members=(*groups[to].members, person))
    return tuple(group for group in groups if group.members)


def pinned(draft: Draft, at: int, is_pinned: bool) -> Draft:
    """The draft with a group pinned, or not. Raises Impossible for one that there isn't, or that is somebody alone."""
    if not 0 <= at < len(draft):
        raise Impossible("That group isn’t there any more.")
    if is_pinned and len(draft[at].members) < 2:
        raise Impossible("Somebody alone can’t be pinned.")
    return (*draft[:at], replace(draft[at], is_pinned=is_pinned), *draft[at + 1 :])


def without(draft: Draft, gone: Collection[int]) -> Draft:
    """The draft without those who take part no longer."""
    left = [replace(group, members=tuple(one for one in group.members if one not in gone)) for group in draft]
    return tuple(group for group in left if group.members)


def raised(order: Sequence[Tier], tier: Tier) -> tuple[Tier, ...]:
    """The order with a tier one place further up. Who gets a place stays first."""
    at = list(order).index(tier)
    if at < 2:
        return tuple(order)
    return (*order[: at - 1], tier, order[at - 1], *order[at + 1 :])


def order_of(kept: Sequence[Any]) -> tuple[Tier, ...]:
    """A kept order of tiers; the usual one for what is none."""
    known = [Tier(name) for name in kept if name in set(Tier)]
    return tuple(known) if len(known) == len(set(known)) == len(ORDER) else ORDER


def changed(before: Sequence[Collection[int]], after: Sequence[Collection[int]], here: Collection[int]) -> set[int]:
    """Who meets others than they were told, of those who had been told and are still here."""
    told = _partners(before)
    then = _partners(after)
    return {one for one in told if one in here and told[one] & set(here) != then.get(one, frozenset())}


def _partners(groups: Sequence[Collection[int]]) -> dict[int, frozenset[int]]:
    return {one: frozenset(group) - {one} for group in groups for one in group}


def shared(starts: Mapping[int, int], members: Collection[int]) -> int:
    """Bits of the starts that suit all."""
    return reduce(and_, (starts.get(one, 0) for one in members)) if members else 0


def same_groups(one: Sequence[Collection[int]], other: Sequence[Collection[int]]) -> bool:
    """Whether these are the same people together."""
    return {frozenset(group) for group in one} == {frozenset(group) for group in other}


def kept_groups(told: Mapping[int, Collection[int]], wanted: Sequence[Collection[int]]) -> dict[int, int]:
    """Which announced group (by id) goes on as which wanted one (by place), so that the fewest people move.

    Those that stay as they are come first, then those that keep most of their people; at least two stay together.
    """
    overlaps = sorted(
        (
            (set(told[id]) != set(group), -len(set(told[id]) & set(group)), id, place)
            for id in told
            for place, group in enumerate(wanted)
            if len(set(told[id]) & set(group)) > 1
        ),
    )
    found: dict[int, int] = {}
    for _, _, id, place in overlaps:
        if id not in found and place not in found.values():
            found[id] = place
    return found


def seated(members: Sequence[int], kept: Mapping[int, Part]) -> dict[int, Part]:
    """Who plays what first: whoever has a part that the group still has keeps it, the others take what is left."""
    free = list(PARTS[: len(members)])
    parts: dict[int, Part] = {}
    for one in members:
        if (part := kept.get(one)) in free:
            free.remove(part)
            parts[one] = part
    for one in members:
        if one not in parts:
            parts[one] = free.pop(0)
    return parts
