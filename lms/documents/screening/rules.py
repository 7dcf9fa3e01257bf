"""Flags of a filled screening checklist, with their reasons, and the outcome. Pure.

Source: program.md §7; the rows are `screening.yaml`. A yes flags its row, more or less gravely under a circumstance
that is named; an unknown on a row that could be red counts as the flag that the checklist says; a row without an answer
is open, and while one is, the checklist is not complete. The outcome is that of the gravest flag: never "cleared".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.program.rules import Flag

YES, NO, UNKNOWN = "yes", "no", "unknown"
ORDER = (Flag.INFO, Flag.AMBER, Flag.RED)


@dataclass(frozen=True)
class Given:
    """The answer to a row; `case` is the place of the circumstance that applies, from 0, if one does."""

    answer: str
    case: int | None = None


@dataclass(frozen=True)
class Flagged:
    """A row that is flagged, and why."""

    key: str
    question: str
    flag: Flag
    reason: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a checklist comes to so far."""

    flags: tuple[Flagged, ...]
    """In the order of the rows."""
    open_rows: tuple[str, ...]
    """Keys of rows without an answer."""
    gravest: Flag
    said: str


def outcome(screening: Mapping[str, Any], given: Mapping[str, Given]) -> Outcome:
    """What the answers mean, by the key of their row. Answers that the checklist doesn't have count as none."""
    flags, open_rows = [], []
    for row in screening["rows"]:
        answer = given.get(row["key"])
        if answer is None or answer.answer not in screening["answers"]:
            open_rows.append(row["key"])
        elif found := _flagged(row, answer, Flag(screening["unknown_on_red"])):
            flags.append(found)
    gravest = max((each.flag for each in flags), key=ORDER.index, default=Flag.INFO)
    return Outcome(tuple(flags), tuple(open_rows), gravest, screening["outcomes"][gravest.value])


def _flagged(row: Mapping[str, Any], given: Given, unknown: Flag) -> Flagged | None:
    flag, reason = Flag(row["flag"]), "Answered yes"
    cases: Sequence[Mapping[str, Any]] = row["when"]
    if given.answer == YES and given.case is not None and 0 <= given.case < len(cases):
        flag, reason = Flag(cases[given.case]["flag"]), f"Answered yes: {cases[given.case]['case']}"
    elif given.answer == UNKNOWN and flag is Flag.RED:
        flag, reason = unknown, "Unknown, and a yes would be red"
    elif given.answer != YES:
        return None
    basis = f" ({row['basis']})" if row["basis"] else ""
    return Flagged(row["key"], row["question"], flag, reason + basis, tuple(row["facts"]))
