"""How learners' own ratings lie beside their trainers', as drawings that need no color."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.feedback.calibration.rules import Leaning, Work, leaning

WIDTH, HEIGHT, MARGIN = 240, 48, 10
LEVEL = 6  # height of a level
LEVELS_MOST = 3  # that are drawn; what lies farther apart ends there
SHOWN_MOST = 16  # works, the latest
ARM = 5.5  # half the width of a mark


@dataclass(frozen=True)
class Mark:
    """One version: a triangle above the line where the learner's level is higher, below it where it is lower, a ring on
    it where it is the same."""

    x: float
    y: float

    @property
    def is_ring(self) -> bool:
        return self.y == HEIGHT / 2

    @property
    def triangle(self) -> str:
        """Its corners, for <polygon points>; it points away from the line."""
        away = -ARM if self.y < HEIGHT / 2 else ARM
        foot = self.y - away / 2
        return f"{self.x - ARM:g},{foot:g} {self.x + ARM:g},{foot:g} {self.x:g},{self.y + away:g}"


@dataclass(frozen=True)
class Drawn:
    """One competency's leaning and its drawing."""

    leaning: Leaning
    marks: Sequence[Mark]


def leanings(works: Sequence[Work], codes: Iterable[str]) -> dict[str, Drawn]:
    """By competency, how one learner's own levels lie; what was never rated by both is left out."""
    found = {code: leaning(works, code) for code in codes}
    return {code: Drawn(each, marks(each)) for code, each in found.items() if each.gaps}


def by_learner(works: Iterable[Work]) -> dict[int, list[Work]]:
    """Works by the learner whose they are, in the order given."""
    found: dict[int, list[Work]] = {}
    for work in works:
        found.setdefault(work.learner_id, []).append(work)
    return found


def marks(of: Leaning) -> list[Mark]:
    """A mark for each of the latest versions, the oldest first."""
    step = (WIDTH - 2 * MARGIN) / (SHOWN_MOST - 1)
    return [Mark(round(MARGIN + at * step, 1), _height(gap)) for at, gap in enumerate(of.gaps[-SHOWN_MOST:])]


def _height(gap: float) -> float:
    if gap == 0:
        return HEIGHT / 2
    size = min(max(abs(gap), 1), LEVELS_MOST) * LEVEL
    return HEIGHT / 2 - size if gap > 0 else HEIGHT / 2 + size
