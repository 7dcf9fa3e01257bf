"""What is wrong with a group of a draft, and what is to be known of it. Pure but for what was gathered before.

Who is kept apart is said of a group, never by name: nobody learns from a board which two it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from lms.roleplays.board import rules
from lms.roleplays.board.queries import Gathered
from lms.roleplays.pairing.problem import SIZES, pair

TOO_SMALL = "Somebody alone is no group."
NO_HOUR = "They share no hour."
APART = "Two of them may not be in one group."


@dataclass(frozen=True)
class Checked:
    """What a group is like."""

    shared: int
    """Starts that suit all."""
    faults: tuple[str, ...]
    """Sentences; it can't be announced with one."""
    repeats: tuple[tuple[int, int, int], ...]
    """Who has met whom before, and how often, in rounds before this one."""


def checked(found: Gathered, members: Sequence[int]) -> Checked:
    """The hard rules, and partners met before."""
    here = [one for one in members if one in found.learners]
    starts = rules.shared(found.starts, members)
    is_settled = bool(found.fixed & set(members))
    faults = [] if is_settled else list(_faults(found, members, here, starts))
    repeats = [
        (one, other, met.count) for one, other in combinations(here, 2) if (met := found.past.met.get(pair(one, other)))
    ]
    return Checked(starts.bit_count(), tuple(faults), tuple(repeats))


def fits(found: Gathered, members: Sequence[int], person: int) -> str:
    """In a few words, what a group would be like with somebody more."""
    seen = checked(found, [*members, person])
    if APART in seen.faults or not seen.shared:
        return "no shared hour"  # the same for both: a board isn't asked who is kept apart, one by one
    met = sum(count for one, other, count in seen.repeats if person in (one, other))
    hours = "1 shared start" if seen.shared == 1 else f"{seen.shared} shared starts"
    return f"{hours}, met before: {met}" if met else hours


def _faults(found: Gathered, members: Sequence[int], here: Sequence[int], starts: int) -> list[str]:
    board = found.opened.board
    sizes = frozenset(board.sizes) if board and board.sizes else SIZES
    faults = []
    if gone := len(members) - len(here):
        faults.append("Somebody of them takes part no longer." if gone == 1 else f"{gone} take part no longer.")
    if len(members) < 2:
        faults.append(TOO_SMALL)
    elif len(members) not in sizes:
        faults.append(f"Groups of {len(members)} aren’t allowed in this round.")
    if not starts and len(here) == len(members):
        faults.append(NO_HOUR)
    if any(pair(one, other) in found.apart for one, other in combinations(here, 2)):
        faults.append(APART)
    return faults
