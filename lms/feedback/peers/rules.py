"""When a peer's review is due and what becomes of it, and what authors and peers may know of each other. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.cohorts.rules import END_OF_DAY, instant
from lms.program.rules import Anonymity

POINT_LIMIT = 2_000  # characters of what to keep, what to try next, and of an answer
REASON_LIMIT = 1_000
AT_IT = timedelta(hours=1)  # since they last typed, whoever is past the due time isn't interrupted
TERM_RUNS_ON = timedelta(days=30)  # after the last class peers still see what they reviewed
HIDDEN_PEER = "A peer"
TO_RELEASE = "What else was written waits for you to let its author read it."
OWED_MOST = 50  # shown, or counted, at once


class Ending(StrEnum):
    """Why a task ended without a review."""

    DECLINED = "declined"
    MISSED = "missed"
    LEFT = "left"
    TAKEN_BACK = "taken back"


PASSED_ON = {Ending.DECLINED, Ending.MISSED}
"""After these another peer is asked, once; the others are as though nobody had been asked."""


class Why(StrEnum):
    """Why a peer declines."""

    KNOWN = "known"
    TIME = "time"
    OTHER = "other"


class Verdict(StrEnum):
    """What an author says of a peer's review."""

    CLEAR = "clear"
    EXAMPLE = "need an example"
    DISAGREE = "disagree"


@dataclass(frozen=True)
class Task:
    """What has become of a peer's task, as `slots` counts it."""

    ending: Ending | None
    is_second: bool


@dataclass(frozen=True)
class Slots:
    """How many reviews of a work are still to be given out, and how many of those are given out for the second time."""

    open: int
    second: int


def slots(wanted: int, missing: int, tasks: Iterable[Task]) -> Slots:
    """`wanted` reviews less those that are written or under way, and those that no peer can write any more."""
    found = list(tasks)
    active = sum(task.ending is None for task in found)
    passed_on = sum(task.ending in PASSED_ON and not task.is_second for task in found)
    seconds = sum(task.is_second and task.ending not in (Ending.LEFT, Ending.TAKEN_BACK) for task in found)
    still = max(0, wanted - missing - active)
    return Slots(still, min(still, max(0, passed_on - seconds)))


def due_at(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """When a review that is given now is due: at the end of the day so many days after today, where the peer lives."""
    return instant(now.astimezone(zone).date() + timedelta(days=days), END_OF_DAY, zone)


def is_over(due_at: datetime, touched_at: datetime, now: datetime) -> bool:
    """Whether the time for a review is over. Whoever is writing may finish."""
    return now > due_at and now > touched_at + AT_IT


def is_closed(due_at: datetime | None, handed_in: int, learners: int, now: datetime) -> bool:
    """Whether nobody is waited for any more: the work's due time is past, or everybody has handed it in."""
    return due_at is None or now > due_at or handed_in >= learners


def gives_up_at(due_at: datetime | None, asked_at: datetime, days: int) -> datetime:
    """Until when peers are sought for a work: as long as one has for a review, after its due time or its coming in."""
    return max(due_at or asked_at, asked_at) + timedelta(days=days)


def named(name: str, anonymous: Anonymity, is_author: bool) -> str:
    """How an author (or a reviewer) is called on the pages of the other one."""
    hides = anonymous is Anonymity.BOTH or (anonymous is Anonymity.REVIEWER and not is_author)
    return HIDDEN_PEER if hides else name


def file_name(name: str, number: int, anonymous: Anonymity) -> str:
    """How a file of the work is called on its reviewer's pages: of its own name only the ending stays, if need be."""
    if anonymous is not Anonymity.BOTH:
        return name
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    is_usual = ending.isascii() and ending.isalnum() and len(ending) <= 5
    return f"file-{number}.{ending}" if is_usual else f"file-{number}"


def missing_fields(keep: str, try_next: str, answers: Sequence[str]) -> list[str]:
    """The fields of a review that still have to be filled in before it is handed in."""
    said = {"keep": keep, "try_next": try_next} | {f"answer_{n}": answer for n, answer in enumerate(answers)}
    return [name for name, text in said.items() if not text.strip()]


def progress(wanted: int, seen: int, written: int, under_way: int, missing: int, is_author: bool) -> str:
    """How far the peers are, to the author or to trainers: so many have answered, and what the rest waits for."""
    said = [f"{seen} of {wanted} {'peer has' if wanted == 1 else 'peers have'} answered."]
    if written > seen:
        said.append("Your trainer looks at what else was written before you see it." if is_author else TO_RELEASE)
    if under_way:
        said.append(f"{under_way} {'has' if under_way == 1 else 'have'} {'your' if is_author else 'the'} work now.")
    if wanted - missing - written - under_way > 0:
        said.append("Peers get it as soon as they can: whoever hands in next, or has a hand free once it is due.")
    if missing:
        answer = "your trainer reads it all the more closely" if is_author else "yours is the answer that there is"
        said.append(f"For {missing} no peer could be found in time; {answer}.")
    return " ".join(said)
