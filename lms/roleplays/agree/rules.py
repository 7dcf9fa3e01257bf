"""Which hours suit a whole group best, and what may be done with an hour. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.roleplays.hours.rules import discomfort

CHOICES_MOST = 6  # hours that are offered to a group at a time
A_DAY_MOST = 2  # of them on one day of the cohort, as long as there are others
OPEN_MOST = 12  # hours that a group can have before it
NOTICE = timedelta(hours=1)  # a meeting is agreed on, at the latest, so long before it begins
BURDEN_UNIT = 8  # one hour at night in the term before doubles what somebody's discomfort counts
WORD_LIMIT = 500  # characters that somebody may say about why they can't come
GROUP_LEAST, GROUP_MOST = 2, 4
ASKED_MOST = 3  # peers who are asked at once to take a place
ASK_LASTS = timedelta(hours=24)  # until others are thought of
ASK_ENDS = timedelta(hours=2)  # before the meeting nobody is waited for any more
AT_ONCE_LASTS = timedelta(minutes=15)  # where somebody is missing at the hour itself
TOO_LATE = 8  # the cost of an hour at which nobody is asked to stand in


class Step(StrEnum):
    """What was found for a group in which somebody can't come, in the order in which it is tried."""

    HOUR = "hour"
    """Hours at which they all can are offered; the absent one still has the place."""
    STAND_IN = "stand-in"
    """Peers are asked to take the place."""
    REPLACED = "replaced"
    MERGED = "merged"
    PAIR = "pair"
    COORDINATOR = "coordinator"
    KEPT = "kept"
    """They can come after all: another hour was agreed on, or they said so."""


SEEKING = (Step.HOUR, Step.STAND_IN)


@dataclass(frozen=True)
class Member:
    """Of a group: where they live, and how much discomfort the role plays of the term have cost them so far."""

    zone: ZoneInfo
    burden: int = 0


@dataclass(frozen=True)
class Choice:
    """An hour at which everybody can."""

    starts_at: datetime
    costs: tuple[int, ...]
    """Of each member, in their order."""


def cost_of(starts_at: datetime, minutes: int, zone: ZoneInfo) -> int:
    """What a meeting costs somebody: the greater discomfort of its beginning and its end, on their clock."""
    last = starts_at + timedelta(minutes=minutes) - timedelta(microseconds=1)
    return max(discomfort(at.astimezone(zone).time()) for at in (starts_at, last))


def rank(starts: Iterable[datetime], minutes: int, anchor: ZoneInfo, members: Sequence[Member]) -> list[Choice]:
    """Hours at which all can, best first: the least discomfort, counting more for whoever had more in the term.

    Hours that `anchor`, in which they are kept as wall-clock time, shows twice in autumn come up once, the first time.
    """
    keepable = (at for at in starts if instant(*on_the_wall(at, anchor), anchor) == at)
    found = [Choice(at, tuple(cost_of(at, minutes, member.zone) for member in members)) for at in keepable]
    return sorted(found, key=lambda choice: _price(choice, members))


def spread(ranked: Sequence[Choice], minutes: int, anchor: ZoneInfo, taken: Collection[datetime] = ()) -> list[Choice]:
    """The best of them, at most six, none overlapping another or what is `taken`, so that there is something to choose:
    of what is as good as the best one on each day, then at most two a day, then whatever there is."""
    chosen: list[Choice] = []
    least = min((sum(choice.costs) for choice in ranked), default=0)
    as_good = [choice for choice in ranked if sum(choice.costs) == least]
    for choices, a_day in ((as_good, 1), (ranked, A_DAY_MOST), (ranked, CHOICES_MOST)):
        for choice in choices:
            begun = [*(one.starts_at for one in chosen), *taken]
            if len(chosen) < CHOICES_MOST and not _overlaps(choice.starts_at, begun, minutes):
                on = choice.starts_at.astimezone(anchor).date()
                if sum(one.starts_at.astimezone(anchor).date() == on for one in chosen) < a_day:
                    chosen.append(choice)
    return sorted(chosen, key=ranked.index)


def on_the_wall(at: datetime, zone: ZoneInfo) -> tuple[date, time]:
    """What the zone's clocks and calendars show at an instant."""
    local = at.astimezone(zone)
    return local.date(), local.time().replace(tzinfo=None, fold=0)


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """When the zone's clocks show that, the first time; an hour that they leave out counts as if they hadn't yet."""
    return datetime.combine(on, at.replace(fold=0), zone).astimezone(UTC)


def fault(starts_at: datetime, minutes: int, round_: tuple[datetime, datetime], now: datetime) -> str | None:
    """Why a group can't meet then, as a sentence; None if it can."""
    if starts_at < now + NOTICE:
        return "Please choose an hour that begins in one hour or later."
    if starts_at < round_[0] or starts_at + timedelta(minutes=minutes) > round_[1]:
        return "This hour lies outside of the time for this role play. It has to be over by its end."
    return None


def is_typed_time_there(on: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the zone's clocks show that time on that date: in spring they leave some out."""
    return on_the_wall(instant(on, at, zone), zone) == (on, at)


def best(answers: Mapping[int, Sequence[bool]]) -> int | None:
    """Of offers in their order, the one to book where a group hasn't agreed: the fewest noes, then the most yeses, then
    the earlier in the order. None where there is none."""
    order = {one: place for place, one in enumerate(answers)}
    return min(order, key=lambda one: (answers[one].count(False), -answers[one].count(True), order[one]), default=None)


def is_over(asked_at: datetime, starts_at: datetime | None, now: datetime) -> bool:
    """Whether nobody waits any longer for an answer that was asked for then."""
    return now >= asked_at + ASK_LASTS or (starts_at is not None and now >= starts_at - ASK_ENDS)


def is_at_once(said_at: datetime, starts_at: datetime | None) -> bool:
    """Whether somebody was found missing when the meeting had begun."""
    return starts_at is not None and said_at >= starts_at


def _price(choice: Choice, members: Sequence[Member]) -> tuple[float, int, datetime]:
    weighed = sum(cost * (1 + m.burden / BURDEN_UNIT) for cost, m in zip(choice.costs, members, strict=True))
    return weighed, max(choice.costs, default=0), choice.starts_at


def _overlaps(at: datetime, others: Iterable[datetime], minutes: int) -> bool:
    return any(abs(at - other) < timedelta(minutes=minutes) for other in others)
