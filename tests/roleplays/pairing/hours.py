"""Made availability: clinicians in seven zones who give evenings, lunch breaks and weekends by their own clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import and_
from random import Random
from zoneinfo import ZoneInfo

from lms.roleplays.pairing.problem import STEP_MINUTES, Member
from lms.roleplays.pairing.tiers import bits

ZONES = (
    *("America/New_York",) * 5,
    *("America/Chicago",) * 3,
    "America/Denver",
    "America/Phoenix",
    *("America/Los_Angeles",) * 4,
    *("Europe/London",) * 2,
    *("Europe/Berlin",) * 2,
)
PROFESSIONS = ("psychologist", "social worker", "counselor", "physician", "nurse")
MENU = ((0, 19), (1, 13), (1, 20), (2, 12), (2, 19), (3, 14), (3, 20), (4, 12), (5, 11), (5, 15), (6, 12), (6, 16))
MENU_ZONE = ZoneInfo("America/New_York")
BANDS = ((1, time(8), time(21)), (2, time(7), time(22)), (5, time(6), time(23)))
FIRST = date(2026, 9, 28)
MINUTES = 60

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class Person:
    """Somebody with habits: hours of the week by their own clock, hours each."""

    id: int
    zone: ZoneInfo
    habits: tuple[tuple[int, int, int], ...]
    """(weekday, hour, length in hours)"""
    profession: str
    experience: int


def people(count: int, rng: Random, kind: str = "free") -> list[Person]:
    """`kind`: "free" windows, ticks of a shared "menu", or "class": an hour that all share."""
    return [_person(number, rng, kind) for number in range(1, count + 1)]


def _person(number: int, rng: Random, kind: str) -> Person:
    zone = ZoneInfo(rng.choice(ZONES))
    if kind == "free":
        evening = [(day, rng.choice((17, 18, 19)), rng.choice((2, 2, 3))) for day in range(5)]
        lunch = [(day, 12, 2) for day in range(5)]
        weekend = [(day, rng.choice((9, 10, 14)), rng.choice((2, 3, 4))) for day in (5, 6)]
        habits = (
            rng.sample(evening, 3)
            + rng.sample(lunch, rng.choice((0, 1, 2)))
            + rng.sample(weekend, rng.choice((1, 1, 2)))
        )
    elif kind == "menu":
        habits = [(day, hour, 1) for day, hour in rng.sample(MENU, rng.choice((4, 5, 6)))]
    else:
        habits = [(1, 11, 1)]
    where = zone if kind == "free" else MENU_ZONE
    return Person(number, where, tuple(sorted(habits)), rng.choice(PROFESSIONS), rng.randrange(3))


def origin(week: int) -> datetime:
    """A day before the round begins, so that no zone's Monday is cut off."""
    return datetime.combine(FIRST + timedelta(weeks=week) - timedelta(days=1), time(), UTC)


def windows(person: Person, week: int, rng: Random | None = None) -> list[Window]:
    """As instants; with luck given, now and then one falls away."""
    return [
        (start.astimezone(UTC), start.astimezone(UTC) + timedelta(hours=length))
        for day, hour, length in person.habits
        for start in [datetime.combine(FIRST + timedelta(weeks=week, days=day), time(hour), person.zone)]
        if rng is None or rng.random() > 0.1
    ]


def starts(given: list[Window], week: int, minutes: int = MINUTES) -> int:
    """Bits of the quarters at which a meeting fits into the windows; those that touch make one."""
    free = 0
    for opens, closes in given:
        first = int(-((origin(week) - opens) // timedelta(minutes=STEP_MINUTES)))
        end = int((closes - origin(week)) // timedelta(minutes=STEP_MINUTES))
        if end > first >= 0:
            free |= ((1 << (end - first)) - 1) << first
    return reduce(and_, (free >> quarter for quarter in range(minutes // STEP_MINUTES)))


def discomfort(zone: ZoneInfo, given: int, week: int) -> tuple[tuple[int, int], ...]:
    """0 within 08–21 by one's own clock, 1 within 07–22, 3 within 06–23, else 8: as costs that add up."""
    masks = [0] * len(BANDS)
    for start in bits(given):
        local = (origin(week) + timedelta(minutes=STEP_MINUTES * start)).astimezone(zone)
        until = (local + timedelta(minutes=MINUTES)).time()
        for band, (_, early, late) in enumerate(BANDS):
            if local.time() < early or until > late or until < local.time():
                masks[band] |= 1 << start
    return tuple((cost, mask) for (cost, _, _), mask in zip(BANDS, masks, strict=True) if mask)


def member(person: Person, week: int, given: list[Window], **more: object) -> Member:
    found = starts(given, week)
    return Member(person.id, found, discomfort(person.zone, found, week), person.profession, person.experience, **more)


def instant(start: int, week: int) -> datetime:
    return origin(week) + timedelta(minutes=STEP_MINUTES * start)
