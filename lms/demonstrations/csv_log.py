"""The log of viewings as a table for other programs (RFC 4180). Instants are UTC, lengths are seconds."""

import csv
import io
from collections.abc import Sequence

from lms.demonstrations.models import Viewing

HEAD = [
    "viewing", "person", "account", "cohort", "video", "began_at", "last_heard_at", "played_seconds",
    "furthest_second", "sign_in", "browser",
]  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate what begins like this


def row(viewing: Viewing) -> list[object]:
    """One viewing."""
    return [
        viewing.id,
        viewing.person.name,
        viewing.person_id,
        viewing.cohort_id,
        viewing.video_id,
        viewing.began_at.isoformat(timespec="seconds"),
        viewing.heard_at.isoformat(timespec="seconds"),
        viewing.played_ms // 1000,
        viewing.furthest_ms // 1000,
        viewing.sign_in_id,
        viewing.browser,
    ]


def line(cells: Sequence[object]) -> str:
    """A line of the table."""
    out = io.StringIO()
    csv.writer(out).writerow([_plain(cell) for cell in cells])
    return out.getvalue()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
