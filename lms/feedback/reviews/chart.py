"""How ratings went, as lines to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.feedback.reviews.rules import Line, Point

WIDTH, HEIGHT, MARGIN = 240, 64, 8


@dataclass(frozen=True)
class Dot:
    """A rating where it is drawn, in the units of the picture."""

    x: float
    y: float
    level: int


@dataclass(frozen=True)
class Spark:
    """One competency over time: what trainers said, and the learner."""

    trainer: Sequence[Dot]
    own: Sequence[Dot]

    @property
    def path(self) -> str:
        """The trainers' dots joined, for <polyline points>."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.trainer)


def spark(line: Line, levels: int) -> Spark:
    """The picture of a competency with so many levels: time to the right, the highest level on top."""
    times = sorted({point.at for point in (*line.trainer, *line.self)})
    step = (WIDTH - 2 * MARGIN) / max(1, len(times) - 1)
    rise = (HEIGHT - 2 * MARGIN) / max(1, levels - 1)

    def dots(points: Sequence[Point]) -> list[Dot]:
        return [
            Dot(
                round(MARGIN + times.index(point.at) * step, 1),
                round(HEIGHT - MARGIN - (point.level - 1) * rise, 1),
                point.level,
            )
            for point in points
        ]

    return Spark(dots(line.trainer), dots(line.self))
