"""Words and limits of reviews, ratings and next steps. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.core.timecode import timecode
from lms.program.rules import Competency

POINT_LIMIT = 2_000  # characters of a strength, a next step or a remark
NOT_OBSERVED = 0
_KEY = re.compile(r"review-(\d{1,10})(?:-(\d{1,10}))?")


class RatedBy(StrEnum):
    """Whose judgment a rating is."""

    TRAINER = "trainer"
    PEER = "peer"
    SELF = "self"


class Reaction(StrEnum):
    """What a learner says of the feedback itself."""

    CLEAR = "clear"
    EXAMPLE = "need an example"
    TALK = "talk live"


@dataclass(frozen=True)
class Point:
    """One rating of one competency: 0 is not observed, else from 1."""

    competency: str
    by: RatedBy
    level: int
    at: datetime


@dataclass(frozen=True)
class Line:
    """How one competency was rated over time, the first rating first; what wasn't observed is left out."""

    competency: str
    trainer: tuple[Point, ...]
    self: tuple[Point, ...]

    @property
    def latest(self) -> int | None:
        return self.trainer[-1].level if self.trainer else None

    @property
    def change(self) -> int | None:
        """Levels won or lost between the first and the last rating by a trainer; None before there are two."""
        return self.trainer[-1].level - self.trainer[0].level if len(self.trainer) > 1 else None


def key_of(review_id: int, remark_id: int | None = None) -> str:
    """Under which key a released review says the whole, or one of its remarks."""
    return f"review-{review_id}" if remark_id is None else f"review-{review_id}-{remark_id}"


def told_by(key: str) -> tuple[int, int | None] | None:
    """The review, and the remark in it, that a message with this key says; None for any other message."""
    found = _KEY.fullmatch(key)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def levels_in(sent: Mapping[str, str], judged: Sequence[Competency]) -> dict[str, int]:
    """What a form says in `level-<code>` of each of these competencies; what makes no sense says nothing."""
    said = {each.code: (sent.get(f"level-{each.code}", ""), len(each.levels)) for each in judged}
    return {code: int(text) for code, (text, most) in said.items() if text.isdecimal() and int(text) <= most}


def said_range(start_ms: int, end_ms: int | None) -> str:
    """ "3:12", or "3:12–3:40"."""
    start = timecode(start_ms)
    return start if end_ms is None else f"{start}–{timecode(end_ms)}"


def range_fault(start_ms: int | None, end_ms: int | None, duration_ms: int | None) -> str | None:
    """Why a remark can't point there in a recording of this length, a sentence, or None."""
    if start_ms is None:
        return None if end_ms is None else "Please say where the range begins, too."
    if duration_ms is not None and start_ms > duration_ms:
        return f"The recording ends at {timecode(duration_ms)}."
    if end_ms is not None and end_ms <= start_ms:
        return "The range has to end after it begins."
    return None


def closing(keep: str, try_next: str, later: Sequence[str]) -> str:
    """What a review says as a whole, Markdown: one strength, one next step, and further points for later."""
    parts = [f"**Keep:** {keep}" if keep else "", f"**Try next:** {try_next}" if try_next else ""]
    if later:
        parts.append("**For later:**\n\n" + "\n".join("- " + point.replace("\n", "\n  ") for point in later))
    return "\n\n".join(part for part in parts if part)


def lines(points: Iterable[Point], competencies: Sequence[str]) -> list[Line]:
    """The ratings by competency, in the order given, by whoever rated."""
    found: dict[tuple[str, RatedBy], list[Point]] = defaultdict(list)
    for point in sorted(points, key=lambda point: point.at):
        if point.level != NOT_OBSERVED:
            found[point.competency, point.by].append(point)
    return [Line(code, tuple(found[code, RatedBy.TRAINER]), tuple(found[code, RatedBy.SELF])) for code in competencies]
