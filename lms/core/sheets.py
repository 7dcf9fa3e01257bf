"""Tables for other programs: CSV (RFC 4180), a line at a time, that no spreadsheet takes for calculations."""

import csv
import io
from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet would calculate what begins like this."""


def line(cells: Sequence[object]) -> str:
    """A line of the table."""
    out = io.StringIO()
    csv.writer(out).writerow([plain(cell) for cell in cells])
    return out.getvalue()


def plain(cell: object) -> object:
    """The cell, its text with an apostrophe in front where it would be calculated."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
