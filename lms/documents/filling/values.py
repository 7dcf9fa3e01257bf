"""Single answers: how what was typed is read, whether anything was said, and whether it can stand. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from lms.program.rules import FieldKind
from lms.program.schema.documents import TemplateField

Filling: TypeAlias = Mapping[str, Any]

INTEGER = re.compile(r"[+-]?[0-9]{1,9}")  # inside FHIR's 32 bits
DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,8})?")
_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_NOT_TEXT = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""Controls but tab and line end, half characters, and what Unicode says is no character: HTML and XML take none."""


def decimal_of(answer: Any) -> Decimal | None:
    """The number that an answer is; None where it is none."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        return Decimal(answer)
    return Decimal(answer) if isinstance(answer, str) and DECIMAL.fullmatch(answer) else None


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same: yes isn't 1, 5 is 5.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    number = decimal_of(one)
    return number is not None and number == decimal_of(other)


def is_answered(field: TemplateField, answer: Any) -> bool:
    """Whether anything is said: no is an answer, blanks aren't, and a row counts once a cell of it does."""
    if field.kind is FieldKind.REPEAT and isinstance(answer, list):
        return any(
            is_answered(one, row.get(one.name)) for row in answer if isinstance(row, Mapping) for one in field.fields
        )
    if isinstance(answer, str):
        return bool(answer.strip())
    return answer is not None and answer != []


def is_rows(field: TemplateField, answer: Any) -> bool:
    """Whether an answer is what a repeat holds: rows."""
    is_list = field.kind is FieldKind.REPEAT and isinstance(answer, list)
    return is_list and all(isinstance(row, Mapping) for row in answer)


def rows_of(field: TemplateField, answer: Any) -> list[tuple[int, Filling]]:
    """The rows of a repeat in which anything was written, with their places among all; of anything else none."""
    if not is_rows(field, answer):
        return []
    return [
        (index, row)
        for index, row in enumerate(answer)
        if any(is_answered(one, row.get(one.name)) for one in field.fields)
    ]


def has_place_for(field: TemplateField, answer: Any) -> bool:
    """Whether a field of this kind can show an answer, be it right or wrong."""
    match field.kind:
        case FieldKind.COMPUTED | FieldKind.DISPLAY:
            return False
        case FieldKind.BOOLEAN:
            return isinstance(answer, bool)
        case FieldKind.CHOICE:
            return answer in field.choices
        case FieldKind.MULTI:
            return isinstance(answer, list) and all(each in field.choices for each in answer)
        case FieldKind.REPEAT:
            return is_rows(field, answer)
        case _:
            return isinstance(answer, str) or (isinstance(answer, int) and not isinstance(answer, bool))


def as_text(typed: str) -> str:
    """Typed text as it is kept: line ends as people mean them, and nothing that no page or file can show."""
    return _NOT_TEXT.sub("", typed.replace("\r\n", "\n").replace("\r", "\n"))


def answer_from(field: TemplateField, typed: list[str]) -> Any:
    """What was sent for a field, as an answer; None for nothing. What can't be read stays what was typed."""
    texts = [as_text(each) for each in typed]
    said = [each for each in texts if each.strip()]
    if not said:
        return None
    match field.kind:
        case FieldKind.TEXT:
            return said[-1]
        case FieldKind.INTEGER | FieldKind.SCALE10:
            number = said[-1].strip()
            return int(number) if INTEGER.fullmatch(number) else number
        case FieldKind.BOOLEAN:
            return {"true": True, "false": False}.get(said[-1], said[-1])
        case FieldKind.MULTI:
            others = [each for each in dict.fromkeys(said) if each not in field.choices]
            return [each for each in field.choices if each in said] + others
        case _:
            return said[-1].strip()
