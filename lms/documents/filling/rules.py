"""What shows, what follows, what is missing, and what is prompted or barred in a filled form. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, TypeAlias

from lms.documents.filling.faults import fault
from lms.documents.filling.values import Filling, decimal_of, has_place_for, is_answered, is_rows, rows_of, same
from lms.program.rules import FieldKind, Operator, Required
from lms.program.schema.documents import Bar, Condition, Fields, ShowIf, TemplateField

Place: TypeAlias = tuple[str | int, ...]
"""Where a field stands: ("plan",), or ("vitals", 2, "bp_sys") in the third row of a repeat."""

PLACE_MARK = "."
NEVER_STORED = {FieldKind.COMPUTED, FieldKind.DISPLAY}
_DIGITS = 40  # of precision while dividing


@dataclass(frozen=True)
class Finding:
    """A sentence about one place of a filled form."""

    place: Place
    say: str

    @property
    def at(self) -> str:
        return place_text(self.place)


@dataclass(frozen=True)
class Cell:
    """A field that shows, with its answer: None where there is none. A repeat comes before the cells of its rows."""

    place: Place
    field: TemplateField
    answer: Any
    row_of: TemplateField | None = None
    """The repeat in one of whose rows it stands."""


def place_text(place: Place) -> str:
    """A place as addresses and form fields have it: vitals.2.bp_sys."""
    return PLACE_MARK.join(map(str, place))


def place_of(text: str) -> Place:
    """The place that is written so."""
    return tuple(int(part) if part.isdecimal() else part for part in text.split(PLACE_MARK))


def shown(fields: Fields, answers: Filling) -> frozenset[str]:
    """The names of the fields that show with these answers. A field that doesn't show counts as not answered."""
    known: dict[str, TemplateField] = {}
    for field in fields:
        if field.show_if is None or _holds(field.show_if, known, answers):
            known[field.name] = field
    return frozenset(known)


def _holds(rule: ShowIf, known: Mapping[str, TemplateField], answers: Filling) -> bool:
    """FHIR's enableWhen with its enableBehavior. `known`: the fields before that show."""
    found = (condition_holds(each, known.get(each.field), answers) for each in rule.when)
    return any(found) if rule.match == "any" else all(found)


def condition_holds(condition: Condition, asked: TemplateField | None, answers: Filling) -> bool:
    """Whether a condition holds; never where its field doesn't show or isn't answered.

    `!=` is FHIR R4's: at least one answer differs.
    """
    given = answers.get(condition.field)
    if asked is None or asked.kind in NEVER_STORED or not is_answered(asked, given):
        return False
    several = given if isinstance(given, list) else [given]
    if condition.op is Operator.IS:
        return any(same(one, condition.value) for one in several)
    return any(not same(one, condition.value) for one in several)


def cells(fields: Fields, answers: Filling) -> Iterator[Cell]:
    """Every field that shows, in the order of the template, row by row inside a repeat."""
    here = shown(fields, answers)
    for field in fields:
        if field.name not in here:
            continue
        answer = answers.get(field.name)
        rows = rows_shown(field, answer)
        is_said = bool(rows) if is_rows(field, answer) else is_answered(field, answer)
        yield Cell((field.name,), field, answer if is_said else None)
        for index, row in rows:
            for cell in cells(field.fields, row):
                yield Cell((field.name, index, *cell.place), cell.field, cell.answer, field)


def rows_shown(field: TemplateField, answer: Any) -> list[tuple[int, Filling]]:
    """The rows of a repeat that say something, with their places among all; of anything else none."""
    return [(index, row) for index, row in rows_of(field, answer) if what_shows(field.fields, row)]


def what_shows(fields: Fields, answers: Filling) -> dict[str, Any]:
    """The answers without what doesn't show, what isn't of the template, what is computed, and rows that are empty."""
    here = shown(fields, answers)
    kept: dict[str, Any] = {}
    for field in fields:
        answer = answers.get(field.name)
        if is_rows(field, answer):
            answer = [row for row in (what_shows(field.fields, row) for _, row in rows_of(field, answer)) if row]
        if field.name in here and field.kind not in NEVER_STORED and is_answered(field, answer):
            kept[field.name] = answer
    return kept


def computed(fields: Fields, answers: Filling) -> dict[str, str]:
    """The values that follow from the answers of one form, or of one row, by name: plain decimals, rounded half up.

    What can't be worked out isn't there: a part is missing, isn't a number or doesn't show, or the divisor is zero.
    """
    here = shown(fields, answers)
    values: dict[str, str] = {}
    for field in fields:
        rule = field.computed
        if rule is None or field.name not in here:
            continue
        parts = [values.get(name, answers.get(name)) if name in here else None for name in (rule.divide, rule.by)]
        above, below = map(decimal_of, parts)
        if above is not None and below:
            with localcontext(prec=_DIGITS):
                step = Decimal(1).scaleb(-min(rule.decimals, _DIGITS // 4))
                values[field.name] = f"{(above / below).quantize(step, ROUND_HALF_UP):f}"
    return values


def faults(fields: Fields, answers: Filling) -> list[Finding]:
    """What is wrong with what is answered, of all that shows, in the order of the template. What isn't answered is
    `missing`'s, what can't stand together `barred`'s."""
    return [Finding(cell.place, say) for cell in cells(fields, answers) if (say := fault(cell.field, cell.answer))]


def missing(fields: Fields, answers: Filling) -> list[Finding]:
    """What has to be answered and isn't, in the order of the template."""
    return [Finding(cell.place, _miss(cell)) for cell in cells(fields, answers) if is_missing(cell)]


def is_missing(cell: Cell) -> bool:
    """Whether a field that shows is still to be answered. One that must be true is, until it is."""
    field = cell.field
    if field.kind in NEVER_STORED:
        return False
    if field.must_be_true:
        return cell.answer is not True
    return field.required is not Required.NEVER and cell.answer is None


def _miss(cell: Cell) -> str:
    name = f"“{cell.field.label}”"
    if cell.field.must_be_true:
        return f"{name} has to be ticked."
    if cell.row_of and isinstance(cell.place[-2], int):
        return f"{name} is missing in row {cell.place[-2] + 1} of “{cell.row_of.label}”."
    return f"{name} needs at least one row." if cell.field.kind is FieldKind.REPEAT else f"{name} is missing."


def prompts(fields: Fields, answers: Filling) -> list[Finding]:
    """What is said to the author at numbers that have reached a mark. Nothing is blocked."""
    return [
        Finding(cell.place, cell.field.prompt.say)
        for cell in cells(fields, answers)
        if cell.field.prompt
        and (number := decimal_of(cell.answer)) is not None
        and number >= cell.field.prompt.at_least
    ]


def barred(bars: Sequence[Bar], fields: Fields, answers: Filling) -> list[Finding]:
    """Answers that can't stand while others do, at the field that would have to change."""
    here = shown(fields, answers)
    known = {field.name: field for field in fields if field.name in here}
    return [
        Finding((bar.field,), bar.say)
        for bar in bars
        if condition_holds(bar.when, known.get(bar.when.field), answers)
        and condition_holds(Condition(field=bar.field, value=bar.value), known.get(bar.field), answers)
    ]


def fitting(fields: Fields, answers: Filling) -> dict[str, Any]:
    """What fields of the template can show of these answers, right or wrong; the rest are `strays`."""
    kept: dict[str, Any] = {}
    for field in fields:
        answer = answers.get(field.name)
        if not is_answered(field, answer) or not has_place_for(field, answer):
            continue
        rows = [fitting(field.fields, row) for _, row in rows_of(field, answer)]
        if field.kind is not FieldKind.REPEAT or (rows := [row for row in rows if row]):
            kept[field.name] = rows or answer
    return kept


def strays(fields: Fields, answers: Filling) -> dict[str, Any]:
    """Answers that no field of the template can show: what another version of it asked, or asked otherwise.

    Of a repeat, what its rows hold besides: a list of such mappings, an empty one where a row has nothing.
    """
    known = {field.name: field for field in fields}
    left: dict[str, Any] = {}
    for name, answer in answers.items():
        field = known.get(name)
        if field is None or not has_place_for(field, answer):
            left[name] = answer
        elif any(rows := [strays(field.fields, row) for _, row in rows_of(field, answer)]):
            left[name] = rows
    return left


def canonical(answers: Filling) -> str:
    """The one JSON text of a filling, of which a digest is taken: keys sorted, no white space, nothing escaped."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
