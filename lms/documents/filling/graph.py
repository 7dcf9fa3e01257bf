"""Readings over time, as lines to draw: the numbers of a repeat whose rows say their minute. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from lms.documents.filling.outline import Line
from lms.documents.filling.values import decimal_of
from lms.program.rules import FieldKind
from lms.program.schema.documents import TemplateField

WIDTH, HEIGHT = 640, 132
LEFT, RIGHT, TOP, BOTTOM = 44, 92, 12, 24
READINGS = {FieldKind.INTEGER, FieldKind.DECIMAL}
SHAPES = ("dot", "square", "triangle", "diamond")
"""Told apart without color, as the dashes of their lines are."""
_STEPS = (1, 2, 5, 10, 15, 20, 30, 50, 60, 100, 120, 200, 500, 1000)


@dataclass(frozen=True)
class Dot:
    """A reading where it is drawn, in the units of the picture."""

    x: float
    y: float
    minute: Decimal
    value: Decimal


@dataclass(frozen=True)
class Track:
    """One kind of reading over time."""

    label: str
    shape: str
    dots: tuple[Dot, ...]

    @property
    def path(self) -> str:
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Panel:
    """The tracks of one unit, on one scale."""

    unit: str
    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    minutes: tuple[Tick, ...]


def panels(repeat: Line) -> list[Panel]:
    """One picture for each unit, time to the right; nothing where rows have no minute, or there are fewer than two."""
    times = _minute_field(repeat.field)
    rows = [] if times is None else _rows(repeat, times)
    if times is None or len({minute for minute, _ in rows}) < 2:
        return []
    by_unit: dict[str, list[TemplateField]] = {}
    for field in repeat.columns:
        if field.kind in READINGS and field.name != times.name:
            by_unit.setdefault(field.unit or "", []).append(field)
    span = min(minute for minute, _ in rows), max(minute for minute, _ in rows)
    made = [_panel(unit, fields, rows, span) for unit, fields in by_unit.items()]
    return [panel for panel in made if panel.tracks]


def _minute_field(repeat: TemplateField) -> TemplateField | None:
    return next((one for one in repeat.fields if one.kind is FieldKind.INTEGER and one.unit == "min"), None)


def _rows(repeat: Line, times: TemplateField) -> list[tuple[Decimal, dict[str, Decimal]]]:
    """By minute, what was read, in the order of time."""
    found = []
    for row in repeat.rows:
        values = {line.field.name: decimal_of(line.answer) for line in row.lines if line.field.kind in READINGS}
        numbers = {name: value for name, value in values.items() if value is not None}
        if times.name in numbers:
            found.append((numbers.pop(times.name), numbers))
    return sorted(found, key=lambda each: each[0])


def _panel(
    unit: str,
    fields: Sequence[TemplateField],
    rows: Sequence[tuple[Decimal, dict[str, Decimal]]],
    span: tuple[Decimal, Decimal],
) -> Panel:
    values = [numbers[field.name] for _, numbers in rows for field in fields if field.name in numbers]
    if not values:
        return Panel(unit, (), (), ())
    low, high, step = _scale(min(values), max(values))

    def x(minute: Decimal) -> float:
        return round(LEFT + float((minute - span[0]) / (span[1] - span[0])) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM), 1)

    def dots(name: str) -> tuple[Dot, ...]:
        return tuple(Dot(x(at), y(here[name]), at, here[name]) for at, here in rows if name in here)

    shaped = [(field.label, SHAPES[index % len(SHAPES)], dots(field.name)) for index, field in enumerate(fields)]
    tracks = tuple(Track(*each) for each in shaped if each[2])
    count = int((high - low) / step)
    ticks = tuple(Tick(y(low + step * each), f"{low + step * each:f}") for each in range(count + 1))
    return Panel(unit, tracks, ticks, _minute_ticks(span, x))


def _scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Round ends of a scale, and a step that makes two to five parts of it."""
    step = next((Decimal(each) for each in _STEPS if (high - low) / each <= 4), (high - low) / 4)
    start = (low / step).to_integral_value(ROUND_FLOOR) * step
    end = start + step
    while end < high:
        end += step
    return start, end, step


def _minute_ticks(span: tuple[Decimal, Decimal], x: Callable[[Decimal], float]) -> tuple[Tick, ...]:
    step = next((Decimal(each) for each in _STEPS if (span[1] - span[0]) / each <= 6), (span[1] - span[0]) / 6)
    first = -(-span[0] // step) * step
    count = int((span[1] - first) / step)
    return tuple(Tick(x(first + step * each), f"{first + step * each:f}") for each in range(count + 1))
