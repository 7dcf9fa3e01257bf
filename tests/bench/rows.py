"""A figure beside its reference: as a line of JSON for later comparison, and as a table for people."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measured figure. `reference` is in the same unit, from the same run; None where nothing compares."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    goal: str = ""
    """For people: what is aimed at, of the ratio where it ends in ×, else of the value."""

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference if self.reference else None

    def line(self) -> str:
        """The contract with whoever reads the files; keys are never renamed."""
        kept = {"name": self.name, "value": _short(self.value), "unit": self.unit}
        return json.dumps(kept | {"reference": _short(self.reference), "ratio": _short(self.ratio)})


def keep(rows: Iterable[Row], path: Path) -> None:
    """Add the rows to the file of that day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(row.line() + "\n" for row in rows)


def table(rows: Iterable[Row]) -> Table:
    """For the terminal."""
    shown = Table(box=box.SIMPLE_HEAD)
    shown.add_column("figure", no_wrap=True)
    for title in ("value", "reference", "ratio", "goal"):
        shown.add_column(title, justify="right")
    for row in rows:
        ratio = f"{row.ratio:.2f} ×" if row.ratio is not None else ""
        shown.add_row(row.name, f"{_said(row.value)} {row.unit}", _said(row.reference), ratio, row.goal)
    return shown


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.5g}")


def _said(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"
