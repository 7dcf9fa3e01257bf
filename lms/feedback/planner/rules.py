"""Which work gets a deep review this week and which a light one, so that all of it fits the trainers' minutes. Pure.

What is promised, in this order:

1. Whoever would otherwise go a fifth week without a deep review gets one ("due"), and so does what a trainer has set to
   deep by hand.
2. As much as fits of the rest gets a light review, what is needed soon first, then what has waited longest.
3. What is left makes light reviews deep, for whoever has been longest without one.

The first is a promise, so it is kept *exactly*: whether all that is due fits several trainers' minutes, each of whom
may answer only some of it, is a bin-packing question, for which no greedy way is right. `_Search` therefore tries every
way: the one with the fewest ways out and the longest first, and what has been seen to lead nowhere not again. A week
has a dozen of them and a few trainers, so that this takes milliseconds; should the search ever see STATES_MOST dead
ends, the plan keeps what it has found and says that it isn't proved. Where not everything due fits, they are taken in
order, each as long as it fits together with those before it.

The second and third are orders, not sums: nobody may be passed over for somebody who comes later, merely because that
would fill the minutes better. For one trainer, taking each in turn where it fits is then not a shortcut but the only
answer: every other plan passes somebody over earlier. With several, each goes to whoever has most minutes left, which
shares the work out evenly. One who would be alone with more than a whole week's minutes is planned alone, where nothing
else has to be done, and the plan says so.

The same work and the same trainers give the same plan, whatever order they come in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

MINUTES = 120  # of a week, where a trainer hasn't said otherwise
MINUTES_MOST = 2_400
DEEP_EVERY_WEEKS = 4
WORKS_MOST = 300  # that are planned with; what waits behind them doesn't fit into anybody's week
STATES_MOST = 50_000
STINT_MOST = timedelta(minutes=60)  # that one answer counts for, however long its page lay open
ANSWER_LIGHT_S = 60  # for the answer itself, besides what there is to read and to play
ANSWER_DEEP_S = 240

_FIRST_MONDAY = date(1970, 1, 5)


class Depth(StrEnum):
    """How thoroughly work is reviewed."""

    DEEP = "deep"
    LIGHT = "light"


class Why(StrEnum):
    """Why a review is as deep as it is."""

    HAND = "by hand"
    DUE = "due"
    SPARE = "spare"
    FITS = "fits"


@dataclass(frozen=True)
class Work:
    """A piece of work that waits. Seconds are those of reading, playing and answering."""

    id: int
    learner_id: int
    waiting_since: datetime
    light_s: int
    deep_s: int
    trainer_ids: frozenset[int]
    """Who may answer it: whoever has it or is at it, else all who teach there."""
    deep_week: int
    """The week of its learner's last deep review, or the one before they came."""
    is_needed_soon: bool = False
    depth: Depth | None = None
    """As a trainer has chosen."""

    def seconds(self, depth: Depth) -> int:
        return self.deep_s if depth is Depth.DEEP else self.light_s

    @property
    def place(self) -> tuple[bool, datetime, int]:
        """What is needed soon first, then what has waited longest."""
        return (not self.is_needed_soon, self.waiting_since, self.id)


@dataclass(frozen=True)
class Trainer:
    """How many seconds somebody gives this week, and how many they have spent."""

    id: int
    week_s: int
    used_s: int = 0

    @property
    def left_s(self) -> int:
        return max(0, self.week_s - self.used_s)


@dataclass(frozen=True)
class Planned:
    """A review that somebody is to give this week."""

    work: Work
    trainer_id: int
    depth: Depth
    why: Why

    @property
    def seconds(self) -> int:
        return self.work.seconds(self.depth)

    @property
    def is_deep(self) -> bool:
        return self.depth is Depth.DEEP


@dataclass(frozen=True)
class Plan:
    """Reviews in the order in which they are best given."""

    reviews: tuple[Planned, ...] = ()
    too_long: tuple[Work, ...] = ()
    """Deep reviews that no trainer's whole week has room for."""
    left_out: tuple[Work, ...] = ()
    """Deep reviews that are due or chosen, and don't fit beside the others."""
    over: frozenset[int] = frozenset()
    """Trainers whose one review takes more than their minutes."""
    is_proved: bool = True

    def of(self, trainer_id: int | None) -> tuple[Planned, ...]:
        return tuple(review for review in self.reviews if review.trainer_id == trainer_id)

    def seconds_of(self, trainer_id: int) -> int:
        return sum(review.seconds for review in self.of(trainer_id))


def week_of(instant: datetime) -> int:
    """The number of the week, from Monday 00:00 UTC: one and the same for trainers in all zones."""
    return (instant.astimezone(UTC).date() - _FIRST_MONDAY).days // 7


def week_begins(week: int) -> datetime:
    """The first instant of a week."""
    day = _FIRST_MONDAY + timedelta(weeks=week)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def is_due(deep_week: int, week: int) -> bool:
    """Whether a week is the last in which somebody's next deep review keeps to one every four weeks."""
    return week - deep_week >= DEEP_EVERY_WEEKS


def stint_s(since: datetime, answered_at: datetime) -> int:
    """Seconds that an answer counts for."""
    return int(max(timedelta(0), min(answered_at - since, STINT_MOST)).total_seconds())


def plan(works: Iterable[Work], trainers: Iterable[Trainer], week: int) -> Plan:
    """Who gives which review this week."""
    waits = sorted(works, key=lambda work: work.place)
    able = {trainer.id: trainer for trainer in sorted(trainers, key=lambda trainer: trainer.id)}
    desk = _Desk({trainer.id: trainer.left_s for trainer in able.values()})
    musts = list(_musts(waits, week))
    fitting = [must for must in musts if must.fits({trainer.id: trainer.week_s for trainer in able.values()})]
    too_long = [must for must in musts if must not in fitting]
    left_out, is_proved = _place_musts(desk, fitting)
    over = {trainer_id for must in too_long if (trainer_id := _place_alone(desk, must, able)) is not None}
    _place_light(desk, waits)
    _deepen(desk, waits)
    reviews = sorted(desk.reviews.values(), key=lambda review: review.work.place)
    return Plan(
        tuple(reviews),
        tuple(must.first for must in too_long),
        tuple(must.first for must in left_out),
        frozenset(over),
        is_proved,
    )


@dataclass(frozen=True)
class _Must:
    """A deep review that has to be given, of any one of a learner's works."""

    works: tuple[Work, ...]
    why: Why

    @property
    def first(self) -> Work:
        return min(self.works, key=lambda work: (work.deep_s, work.place))

    def ways(self) -> list[tuple[int, Work]]:
        """By trainer, the work of theirs that takes them least."""
        able = sorted({trainer_id for work in self.works for trainer_id in work.trainer_ids})
        least = {
            trainer_id: min(
                (work for work in self.works if trainer_id in work.trainer_ids), key=lambda w: (w.deep_s, w.place)
            )
            for trainer_id in able
        }
        return list(least.items())

    def fits(self, seconds: Mapping[int, int]) -> bool:
        return any(work.deep_s <= seconds.get(trainer_id, 0) for trainer_id, work in self.ways())


@dataclass
class _Desk:
    """What is planned so far, and what everybody has left."""

    left: dict[int, int]
    reviews: dict[int, Planned] = field(default_factory=dict)
    deep: set[int] = field(default_factory=set)
    """Learners who get a deep one."""

    def give(self, work: Work, trainer_id: int, depth: Depth, why: Why) -> None:
        if before := self.reviews.get(work.id):
            self.left[before.trainer_id] += before.seconds
        review = Planned(work, trainer_id, depth, why)
        self.reviews[work.id] = review
        self.left[trainer_id] -= review.seconds
        if depth is Depth.DEEP:
            self.deep.add(work.learner_id)

    def freest(self, work: Work, seconds: int) -> int | None:
        """Who of those who may answer it has most left, if it fits."""
        able = [trainer_id for trainer_id in work.trainer_ids if self.left.get(trainer_id, -1) >= seconds]
        return max(able, key=lambda trainer_id: (self.left[trainer_id], -trainer_id), default=None)


def _musts(waits: Sequence[Work], week: int) -> Iterator[_Must]:
    """By hand first, then who has been longest without; each learner who is due once, by any of their works."""
    chosen = [work for work in waits if work.depth is Depth.DEEP]
    yield from (_Must((work,), Why.HAND) for work in chosen)
    served = {work.learner_id for work in chosen}
    due: dict[int, list[Work]] = {}
    for work in waits:
        if work.depth is None and work.learner_id not in served and is_due(work.deep_week, week):
            due.setdefault(work.learner_id, []).append(work)
    for works in sorted(due.values(), key=lambda works: (min(work.deep_week for work in works), works[0].place)):
        yield _Must(tuple(works), Why.DUE)


def _place_musts(desk: _Desk, musts: Sequence[_Must]) -> tuple[list[_Must], bool]:
    """Place all that are found to fit together; give the others, and whether it is sure that they don't."""
    search = _Search()
    placed = search.pack(musts, desk.left)
    kept, left_out = list(musts), []
    if placed is None:
        kept, placed = [], {}
        for must in musts:
            if (further := search.pack([*kept, must], desk.left)) is None:
                left_out.append(must)
            else:
                kept, placed = [*kept, must], further
    for number, must in enumerate(kept):
        trainer_id, work = placed[number]
        desk.give(work, trainer_id, Depth.DEEP, must.why)
    return left_out, not search.gave_up


class _Search:
    """Looks for a way to fit deep reviews into what trainers have left."""

    def __init__(self) -> None:
        self.gave_up = False

    def pack(self, musts: Sequence[_Must], left: Mapping[int, int]) -> dict[int, tuple[int, Work]] | None:
        """By number, who gives each of them, of which work; None where there is no way, or none was found in time."""
        ways = [must.ways() for must in musts]
        least = [min((work.deep_s for _, work in of), default=0) for of in ways]
        order = sorted(range(len(musts)), key=lambda number: (len(ways[number]), -least[number], number))
        if sum(least) > sum(left.values()):
            return None
        dead: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        found: dict[int, tuple[int, Work]] = {}

        def go_on(depth: int, rest: dict[int, int]) -> bool:
            if depth == len(order):
                return True
            state = (depth, tuple(sorted(rest.items())))
            if state in dead:
                return False
            if len(dead) >= STATES_MOST:
                self.gave_up = True
                return False
            for trainer_id, work in sorted(ways[order[depth]], key=lambda way: -rest.get(way[0], 0)):
                if work.deep_s <= rest.get(trainer_id, -1):
                    found[order[depth]] = (trainer_id, work)
                    if go_on(depth + 1, rest | {trainer_id: rest[trainer_id] - work.deep_s}):
                        return True
            dead.add(state)
            return False

        return found if go_on(0, dict(left)) else None


def _place_alone(desk: _Desk, must: _Must, able: Mapping[int, Trainer]) -> int | None:
    """Give what is longer than anybody's week to the one with most minutes, where nothing else must be done by them."""
    busy = {review.trainer_id for review in desk.reviews.values()}
    free = [way for way in must.ways() if way[0] in able and way[0] not in busy and able[way[0]].left_s > 0]
    if not free:
        return None
    trainer_id, work = max(free, key=lambda way: (able[way[0]].week_s, -way[0]))
    desk.give(work, trainer_id, Depth.DEEP, must.why)
    desk.left[trainer_id] = -1
    return trainer_id


def _place_light(desk: _Desk, waits: Sequence[Work]) -> None:
    for work in waits:
        if work.id in desk.reviews or work.depth is Depth.DEEP:
            continue
        trainer_id = desk.freest(work, work.light_s)
        if trainer_id is not None:
            desk.give(work, trainer_id, Depth.LIGHT, Why.HAND if work.depth else Why.FITS)


def _deepen(desk: _Desk, waits: Sequence[Work]) -> None:
    """One for each learner who has none, longest without first."""
    for work in sorted(waits, key=lambda work: (work.deep_week, work.place)):
        review = desk.reviews.get(work.id)
        if review is None or work.depth is not None or work.learner_id in desk.deep:
            continue
        if desk.left[review.trainer_id] >= work.deep_s - review.seconds:
            desk.give(work, review.trainer_id, Depth.DEEP, Why.SPARE)
