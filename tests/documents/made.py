"""Any template, and any filling of it: strategies for tests of everything that reads or writes filled forms."""

import string
from typing import Any

from hypothesis import strategies as st

from lms.documents.filling.rules import shown
from lms.documents.filling.values import as_text
from lms.program.rules import FieldKind, Operator, Required
from lms.program.schema.documents import Condition, Fields, Prompt, Quotient, ShowIf, TemplateField

NAMES = [f"f{letter}" for letter in string.ascii_lowercase]
LABELS = st.sampled_from(["Plan", "What you saw", "Länge", "طول", "<b>bold</b>", "Q & A", "5 > 3"])
CHOICES = st.sampled_from([("yes", "no"), ("none", "low", "high"), ("a, b", 'say "c"', "<d>"), ("other",)])
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.just("\n"), min_size=1, max_size=120)
PLAIN = [kind for kind in FieldKind if kind not in (FieldKind.REPEAT, FieldKind.COMPUTED)]
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.SCALE10)


@st.composite
def templates(draw: st.DrawFn, deep: bool = True) -> Fields:
    """Fields as a template may have them, each with conditions on those before it, one in a while computed."""
    fields: list[TemplateField] = []
    for name in NAMES[: draw(st.integers(1, 7))]:
        fields.append(draw(_field(name, tuple(fields), deep)))
    return tuple(fields)


@st.composite
def _field(draw: st.DrawFn, name: str, before: Fields, deep: bool) -> TemplateField:
    numbers = [one.name for one in before if one.kind in NUMBERS]
    kinds = PLAIN + [FieldKind.REPEAT] * deep + [FieldKind.COMPUTED] * bool(numbers)
    kind = draw(st.sampled_from(kinds))
    show_if = draw(st.none() | _show_if(before)) if before else None
    required = draw(st.sampled_from([Required.ALWAYS, Required.NEVER] + [Required.WHEN_SHOWN] * bool(show_if)))
    is_choosing = kind in (FieldKind.CHOICE, FieldKind.OPEN_CHOICE, FieldKind.MULTI)
    pick = st.sampled_from(numbers) if numbers else st.just(name)
    return TemplateField(
        name=name,
        label=draw(LABELS),
        kind=kind,
        section=draw(st.none() | LABELS),
        unit=draw(st.none() | st.sampled_from(["mg", "mmHg"])) if kind in NUMBERS else None,
        required=required,
        choices=draw(CHOICES) if is_choosing else (),
        show_if=show_if,
        fields=draw(templates(deep=False)) if kind is FieldKind.REPEAT else (),
        computed=Quotient(divide=draw(pick), by=draw(pick)) if kind is FieldKind.COMPUTED else None,
        prompt=Prompt(at_least=draw(st.integers(0, 200)), say="Tell the clinician.") if kind in NUMBERS else None,
    )


@st.composite
def _show_if(draw: st.DrawFn, before: Fields) -> ShowIf:
    asked = draw(st.lists(st.sampled_from(before), min_size=1, max_size=2))
    when = tuple(
        Condition(field=one.name, op=draw(st.sampled_from(Operator)), value=_asked_for(draw, one)) for one in asked
    )
    return ShowIf(match=draw(st.sampled_from(["all", "any"])), when=when)


def _asked_for(draw: st.DrawFn, field: TemplateField) -> Any:
    if field.kind is FieldKind.BOOLEAN:
        return draw(st.booleans())
    return draw(st.sampled_from(field.choices)) if field.choices else draw(st.integers(0, 3))


@st.composite
def fillings(draw: st.DrawFn, fields: Fields) -> dict[str, Any]:
    """Answers without a fault, each there or not, also to fields that don't show."""
    return {
        field.name: draw(answers(field)) for field in fields if field.kind in KINDS_ANSWERED and draw(st.booleans())
    }


@st.composite
def complete(draw: st.DrawFn, fields: Fields) -> dict[str, Any]:
    """Answers to all that shows, and to nothing else."""
    filled: dict[str, Any] = {}
    for field in fields:
        if field.kind in KINDS_ANSWERED and field.name in shown(fields, filled):
            filled[field.name] = draw(answers(field, complete))
    return filled


def answers(field: TemplateField, rows: Any = fillings) -> st.SearchStrategy[Any]:
    """An answer to one field without a fault."""
    match field.kind:
        case FieldKind.TEXT:
            return TEXTS.map(as_text).filter(str.strip)
        case FieldKind.STRING | FieldKind.OPEN_CHOICE:
            return LINES.map(as_text).map(str.strip).filter(bool)
        case FieldKind.INTEGER:
            return st.integers(-999_999_999, 999_999_999)
        case FieldKind.SCALE10:
            return st.integers(0, 10)
        case FieldKind.DECIMAL:
            return st.from_regex(r"-?[0-9]{1,5}(\.[0-9]{1,3})?", fullmatch=True).filter(str.isascii)
        case FieldKind.BOOLEAN:
            return st.booleans()
        case FieldKind.CHOICE:
            return st.sampled_from(field.choices)
        case FieldKind.MULTI:
            ticked = st.sets(st.sampled_from(field.choices), min_size=1)
            return ticked.map(lambda some: [each for each in field.choices if each in some])
        case _:
            return st.lists(rows(field.fields).filter(bool), min_size=1, max_size=3)


KINDS_ANSWERED = [kind for kind in FieldKind if kind not in (FieldKind.COMPUTED, FieldKind.DISPLAY)]
