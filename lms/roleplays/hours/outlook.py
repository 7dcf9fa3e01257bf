"""Who could meet somebody, and what one more stretch of time would bring. Pure. Whoever makes groups may know more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from lms.roleplays.hours.resolving import Hours, in_a_row, window_bits
from lms.roleplays.hours.rules import DAYS, Window

GAIN_QUARTERS = 8
GAIN_BEGINS = range(7 * 4, 22 * 4, 4)
EVENING = 17 * 4
GAINS_MOST = 3
THREES_MOST = 60  # peers; with more, groups of three aren't counted


@dataclass(frozen=True)
class Gain:
    """A stretch of time, and how many more peers could be met if it was free."""

    window: Window
    peers: int


@dataclass(frozen=True)
class Outlook:
    """How somebody stands among their peers in one week."""

    peers: int
    silent: int
    """Of them, who has given no hours yet."""
    reached: int
    """Of them, with whom there is a common start."""
    threes: int | None
    """Groups of three with a common start; None where there are too many to count."""
    gains: Sequence[Gain] = ()


def outlook(mine: Hours, peers: Sequence[Hours], round_from: datetime, round_to: datetime, minutes: int) -> Outlook:
    """How somebody stands, and the stretches that would bring the most, each on another day."""
    theirs = [hours.starts(round_from, round_to, minutes) for hours in peers]
    starts = mine.starts(round_from, round_to, minutes)
    common = [both for mask in theirs if (both := mask & starts)]
    threes = sum(1 for a, b in combinations(common, 2) if a & b) if len(peers) <= THREES_MOST else None
    missed = [mask for mask in theirs if mask and not mask & starts]
    gains = _gains(mine, missed, round_from, round_to, minutes)
    return Outlook(len(peers), sum(hours.is_empty for hours in peers), len(common), threes, gains)


def _gains(
    mine: Hours, missed: Sequence[int], round_from: datetime, round_to: datetime, minutes: int
) -> Sequence[Gain]:
    if not missed:
        return ()
    free = mine.free(round_from, round_to)
    can = ~mine.taken(round_from, round_to)
    best = []
    for weekday in range(len(DAYS)):
        windows = [Window(weekday, begins, begins + GAIN_QUARTERS) for begins in GAIN_BEGINS]
        gains = [_gain(window, free, can, mine, missed, (round_from, round_to), minutes) for window in windows]
        best.append(max(gains, key=_worth))
    found = sorted((gain for gain in best if gain.peers), key=_worth, reverse=True)
    return found[:GAINS_MOST]


def _gain(
    window: Window,
    free: int,
    can: int,
    mine: Hours,
    missed: Sequence[int],
    round_: tuple[datetime, datetime],
    minutes: int,
) -> Gain:
    more = in_a_row(free | window_bits(window, mine.zone, *round_) & can, minutes)
    return Gain(window, sum(bool(mask & more) for mask in missed))


def _worth(gain: Gain) -> tuple[int, bool, int]:
    """More peers first, then evenings, then the earlier one."""
    return gain.peers, gain.window.begins >= EVENING, -gain.window.begins
