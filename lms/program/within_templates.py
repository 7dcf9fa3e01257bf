"""Faults that a document template shows by itself. What its shared head and tail bring is `across`'s."""

from collections.abc import Iterator

from lms.program.faults import Fault
from lms.program.marks import Place
from lms.program.rules import CHOOSING, NUMERIC, FieldKind, Required
from lms.program.schema.documents import Condition, DocumentTemplate, FieldGroup, Fields, TemplateField
from lms.program.sources import Source

Found = Iterator[Fault]


def template(item: DocumentTemplate, source: Source) -> Found:
    yield from fields(item.fields, source, ("fields",))
    by_name = {each.name: each for each in item.fields}
    for index, bar in enumerate(item.bars):
        yield from condition(bar.when, by_name, source, ("bars", index, "when"))
        barred = Condition(field=bar.field, value=bar.value)
        yield from condition(barred, by_name, source, ("bars", index))


def field_group(item: FieldGroup, source: Source) -> Found:
    yield from fields(item.fields, source, ("fields",))


def fields(items: Fields, source: Source, place: Place) -> Found:
    """Each field by itself, its conditions among its neighbors, and the fields inside it."""
    by_name: dict[str, TemplateField] = {}
    for index, item in enumerate(items):
        here = (*place, index)
        if item.name in by_name:
            yield source.fault(f"“{item.name}” is already a field here. Give each its own name.", *here, "name")
        yield from field(item, source, here)
        for number, each in enumerate(item.show_if.when if item.show_if else ()):
            yield from condition(each, by_name, source, (*here, "show_if", "when", number))
        by_name[item.name] = item
        yield from fields(item.fields, source, (*here, "fields"))
    for index, item in enumerate(items):
        yield from quotient(item, by_name, source, (*place, index, "computed"))


def field(item: TemplateField, source: Source, here: Place) -> Found:
    """Whether a field has what its kind needs, and nothing that its kind can't use."""
    kind = item.kind
    if (kind in CHOOSING) != bool(item.choices):
        remedy = "add “choices”" if kind in CHOOSING else "it takes no “choices”"
        yield source.fault(f"“{item.name}” is a {kind} field: {remedy}.", *here)
    if len(set(item.choices)) != len(item.choices):
        yield source.fault(f"A choice of “{item.name}” stands twice. Keep one.", *here, "choices")
    if (kind is FieldKind.REPEAT) != bool(item.fields):
        yield source.fault(f"“fields” and the kind repeat go together; “{item.name}” has one of them.", *here)
    if (kind is FieldKind.COMPUTED) != bool(item.computed):
        yield source.fault(f"“computed” and the kind computed go together; “{item.name}” has one of them.", *here)
    if item.required is Required.WHEN_SHOWN and not item.show_if:
        yield source.fault(f"“{item.name}” is required when shown, but always shows. Add “show_if”.", *here, "required")
    if item.least is not None and item.most is not None and item.least > item.most:
        yield source.fault(f"At least {item.least} and at most {item.most} can't both hold. Swap them.", *here, "least")


def condition(item: Condition, known: dict[str, TemplateField], source: Source, here: Place) -> Found:
    """Whether a condition asks for a field that comes before it, and for an answer that this field can have."""
    asked = known.get(item.field)
    if asked is None:
        yield source.fault(f"“{item.field}” isn't a field before this one. Name one that is.", *here, "field")
        return
    if not can_answer(asked, item.value):
        yield source.fault(
            f"“{item.field}” never has the answer “{item.value}”. Write one it can have.", *here, "value"
        )


def can_answer(asked: TemplateField, value: object) -> bool:
    """Whether a field can have this answer; free text and numbers can have any."""
    if asked.kind is FieldKind.BOOLEAN:
        return isinstance(value, bool)
    return not asked.choices or value in asked.choices


def quotient(item: TemplateField, known: dict[str, TemplateField], source: Source, here: Place) -> Found:
    """Whether a computed field divides numbers that are there."""
    names = {"divide": item.computed.divide, "by": item.computed.by} if item.computed else {}
    for key, name in names.items():
        if name not in known or known[name].kind not in NUMERIC:
            yield source.fault(f"“{name}” isn't a number field here. Name one that is.", *here, key)
