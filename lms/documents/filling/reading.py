"""A filling from what a form sent, by names that are places, like vitals.2.bp_sys; and back. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.documents.filling.faults import ROWS_MOST
from lms.documents.filling.rules import NEVER_STORED, PLACE_MARK
from lms.documents.filling.values import answer_from
from lms.program.rules import FieldKind
from lms.program.schema.documents import Fields

ROWS_READ = 2 * ROWS_MOST  # rows of a repeat that are read at all, so that too many of them can be told


def filling_from(fields: Fields, sent: Mapping[str, Sequence[str]], before: str = "") -> dict[str, Any]:
    """The answers in what was sent; `before` stands in front of every name. Names of no field are passed over, empty
    rows drop out, and what can't be read stays as it was typed."""
    answers: dict[str, Any] = {}
    for field in fields:
        name = before + field.name
        if field.kind in NEVER_STORED:
            continue
        if field.kind is FieldKind.REPEAT:
            rows = [
                filling_from(field.fields, sent, f"{name}{PLACE_MARK}{row}{PLACE_MARK}") for row in _rows(name, sent)
            ]
            answer: Any = [row for row in rows if row] or None
        else:
            answer = answer_from(field, list(sent.get(name, ())))
        if answer is not None:
            answers[field.name] = answer
    return answers


def _rows(name: str, sent: Mapping[str, Sequence[str]]) -> list[int]:
    """The numbers of the rows that were sent, in order."""
    start = name + PLACE_MARK
    numbers = {key[len(start) :].partition(PLACE_MARK)[0] for key in sent if key.startswith(start)}
    return sorted(int(number) for number in numbers if number.isdecimal() and len(number) < 9)[:ROWS_READ]


def sent_from(fields: Fields, answers: Mapping[str, Any], before: str = "") -> dict[str, list[str]]:
    """What the form with these answers would send: the way back."""
    sent: dict[str, list[str]] = {}
    for field in fields:
        answer, name = answers.get(field.name), before + field.name
        if field.kind is FieldKind.REPEAT and isinstance(answer, list):
            for index, row in enumerate(answer):
                sent |= sent_from(field.fields, row, f"{name}{PLACE_MARK}{index}{PLACE_MARK}")
        elif isinstance(answer, bool):
            sent[name] = ["true" if answer else "false"]
        elif answer is not None:
            sent[name] = list(map(str, answer)) if isinstance(answer, list) else [str(answer)]
    return sent
