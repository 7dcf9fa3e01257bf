"""What is wrong with single answers: a sentence at the field. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from lms.documents.filling.values import DECIMAL, decimal_of, is_rows, rows_of
from lms.practice.rules import word_count
from lms.program.rules import FieldKind
from lms.program.schema.documents import TemplateField

STRING_LIMIT = 1_000  # characters of a line
TEXT_LIMIT = 20_000  # characters of a text
ROWS_MOST = 200  # of one repeat
SCALE = (0, 10)

_NOT_A_ROW = "This row can’t be read. Please remove it and write it again."


def fault(field: TemplateField, answer: Any) -> str | None:
    """What is wrong with an answer: a sentence that says what to do; None if nothing is."""
    if answer is None:
        return None
    return next(_faults(field, answer), None)


def _faults(field: TemplateField, answer: Any) -> Iterator[str]:
    match field.kind:
        case FieldKind.STRING | FieldKind.TEXT | FieldKind.OPEN_CHOICE:
            yield from _of_text(field, answer)
        case FieldKind.INTEGER | FieldKind.SCALE10:
            yield from _of_integer(field, answer)
        case FieldKind.DECIMAL:
            yield from _of_decimal(field, answer)
        case FieldKind.BOOLEAN:
            if not isinstance(answer, bool):
                yield "Please choose yes or no."
        case FieldKind.CHOICE:
            if answer not in field.choices:
                yield f"“{answer}” isn’t one of the choices. Please choose again."
        case FieldKind.MULTI:
            yield from _of_ticks(field, answer)
        case FieldKind.REPEAT:
            yield from _of_rows(field, answer)


def _of_text(field: TemplateField, answer: Any) -> Iterator[str]:
    if not isinstance(answer, str):
        yield "This isn’t text. Please write it again."
        return
    limit = TEXT_LIMIT if field.kind is FieldKind.TEXT else STRING_LIMIT
    if len(answer) > limit:
        yield f"This has {len(answer):,} characters. At most {limit:,} can be kept here; please shorten it."
    elif field.kind is not FieldKind.TEXT and "\n" in answer:
        yield "This has to be one line."
    elif field.pattern and not re.fullmatch(field.pattern, answer):
        yield _unlike(field)
    if field.words_most and (words := word_count(answer)) > field.words_most:
        yield f"This has {words} words. At most {field.words_most} are asked for; please shorten it."


def _unlike(field: TemplateField) -> str:
    told = f" {field.help.rstrip('.')}." if field.help else " Please look at it again."
    return f"This isn’t written as it has to be.{told}"


def _of_integer(field: TemplateField, answer: Any) -> Iterator[str]:
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield f"“{answer}” isn’t a whole number. Write digits only, like 30."
        return
    least, most = SCALE if field.kind is FieldKind.SCALE10 else (None, None)
    yield from _out_of(field.least if least is None else least, field.most if most is None else most, answer, field)


def _of_decimal(field: TemplateField, answer: Any) -> Iterator[str]:
    if not isinstance(answer, str) or not DECIMAL.fullmatch(answer):
        yield f"“{answer}” isn’t a number. Write digits, with a point before a fraction, like 62.5."
        return
    yield from _out_of(field.least, field.most, decimal_of(answer), field)


def _out_of(least: int | None, most: int | None, number: Any, field: TemplateField) -> Iterator[str]:
    unit = f" {field.unit}" if field.unit else ""
    if least is not None and number < least:
        yield f"This is less than {least}{unit}. Please look at it again."
    if most is not None and number > most:
        yield f"This is more than {most}{unit}. Please look at it again."


def _of_ticks(field: TemplateField, answer: Any) -> Iterator[str]:
    if not isinstance(answer, list):
        yield "Please choose again."
        return
    if strange := [str(each) for each in answer if each not in field.choices]:
        yield f"“{strange[0]}” isn’t one of the choices. Please choose again."
    if field.least is not None and len(answer) < field.least:
        yield f"Please choose at least {field.least}."
    if field.most is not None and len(answer) > field.most:
        yield f"Please choose at most {field.most}."


def _of_rows(field: TemplateField, answer: Any) -> Iterator[str]:
    if not is_rows(field, answer):
        yield _NOT_A_ROW
        return
    rows, most = len(rows_of(field, answer)), ROWS_MOST if field.most is None else min(field.most, ROWS_MOST)
    if field.least is not None and rows < field.least:
        yield f"At least {field.least} rows are asked for."
    if rows > most:
        yield f"At most {most} rows can be kept here."
