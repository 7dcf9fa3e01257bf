"""From a template and its answers to a sheet. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from lms.documents.filling.outline import Line, outline, said, titled
from lms.documents.filling.values import Filling
from lms.documents.rendering.blocks import Block, Cell, Entry, Fact, Grid, Option, Part, Shape, Sheet, clean
from lms.program.rules import FieldKind, Operator, Required
from lms.program.schema.documents import Condition, DocumentTemplate, TemplateField

COLUMNS_MOST = 8
"""More fields than these in a row don't fit side by side: each row becomes entries of its own."""
BLANK_ROWS = 4
YES_NO = ("Yes", "No")
CHOOSING = {
    FieldKind.CHOICE: Shape.ONE_OF,
    FieldKind.OPEN_CHOICE: Shape.ONE_OF,
    FieldKind.BOOLEAN: Shape.ONE_OF,
    FieldKind.MULTI: Shape.MANY_OF,
}
SHAPES = {
    **CHOOSING,
    FieldKind.TEXT: Shape.AREA,
    FieldKind.COMPUTED: Shape.WORKED_OUT,
    FieldKind.DISPLAY: Shape.SAID,
}
SIGNATURE = Fact("Signed", "")


def filled(
    template: DocumentTemplate,
    answers: Filling,
    facts: Sequence[Fact] = (),
    signatures: Sequence[Fact] = (SIGNATURE,),
    author: str = "",
) -> Sheet:
    """A document as it was filled in: what shows, and where nothing was answered, that."""
    read = outline(template, answers)
    parts = tuple(
        Part(_title(section.title), tuple(block for line in section.lines for block in _filled(line)))
        for section in read.sections
    )
    return Sheet(
        clean(read.title), clean(read.header), _cleaned(facts), parts, _cleaned(signatures), author=clean(author)
    )


def blank(template: DocumentTemplate, facts: Sequence[Fact] = ()) -> Sheet:
    """A template to be filled in elsewhere: all fields, with the conditions under which they are asked in words."""
    labels = {field.name: field.label for field in template.fields}
    groups = [list(each) for _, each in groupby(template.fields, lambda field: field.section)]
    titles = [
        titled(group[0].section, index) if len(groups) > 1 else group[0].section for index, group in enumerate(groups)
    ]
    parts = tuple(
        Part(_title(title), tuple(block for field in group for block in _blank(field, "", labels)))
        for title, group in zip(titles, groups, strict=True)
    )
    return Sheet(clean(template.title), clean(template.header), _cleaned(facts), parts, (SIGNATURE,), is_blank=True)


def _filled(line: Line, before: str = "") -> Iterator[Block]:
    label = before + clean(line.field.label)
    if line.field.kind is not FieldKind.REPEAT or not line.rows:
        yield _entry(line, label)
        return
    columns = line.columns
    if _is_side_by_side(columns):
        rows = tuple(
            tuple(_cell(row.cell(field.name), f"{line.at}.{row.index}") for field in columns) for row in line.rows
        )
        yield Grid(line.at, label, tuple(map(_head, columns)), rows)
        return
    for row in line.rows:
        for each in row.lines:
            yield from _filled(each, f"{label}, row {row.index + 1}: ")


def _entry(line: Line, label: str) -> Entry:
    field = line.field
    if field.kind is FieldKind.DISPLAY:
        return Entry(line.at, label, Shape.SAID, clean(field.help or ""))
    shape = SHAPES.get(field.kind, Shape.LINE)
    if field.kind in CHOOSING and line.values:
        offered = _offered(field)
        others = tuple(value for value in line.values if value not in offered)
        options = tuple(Option(clean(each), each in line.values) for each in (*offered, *others))
        return Entry(line.at, label, shape, options=options)
    return Entry(line.at, label, shape, clean("\n".join(line.values)))


def _cell(line: Line | None, at: str) -> Cell:
    return Cell(line.at, clean(", ".join(_without_unit(line)))) if line else Cell(at)


def _without_unit(line: Line) -> tuple[str, ...]:
    """The unit stands in the head of the column."""
    return said(line.field.model_copy(update={"unit": None}), line.answer)


def _blank(field: TemplateField, before: str, labels: dict[str, str]) -> Iterator[Block]:
    at, label, hint = f"{before}{field.name}", clean(field.label), _hint(field, labels)
    if field.kind is not FieldKind.REPEAT:
        yield _blank_entry(field, at, label, hint)
        return
    count = min(len(field.suggested_minutes) or BLANK_ROWS, int(field.most or 20), 20)
    if _is_side_by_side(field.fields):
        rows = tuple(tuple(_blank_cell(one, field, at, row) for one in field.fields) for row in range(count))
        yield Grid(at, label, tuple(map(_head, field.fields)), rows, hint)
        return
    inner = {one.name: one.label for one in field.fields}
    for row in range(min(count, 2)):
        for one in field.fields:
            yield from _blank(
                one.model_copy(update={"label": f"{label}, row {row + 1}: {one.label}"}), f"{at}.{row}.", inner
            )


def _blank_entry(field: TemplateField, at: str, label: str, hint: str) -> Entry:
    shape = SHAPES.get(field.kind, Shape.LINE)
    if shape is Shape.SAID:
        return Entry(at, label, shape, clean(field.help or ""))
    if field.kind is FieldKind.OPEN_CHOICE:
        hint = " ".join(filter(None, [hint, "Or in other words."]))
    return Entry(at, label, shape, options=tuple(Option(clean(each)) for each in _offered(field)), hint=hint)


def _blank_cell(one: TemplateField, repeat: TemplateField, at: str, row: int) -> Cell:
    is_minutes = one is repeat.fields[0] and row < len(repeat.suggested_minutes)
    text = str(repeat.suggested_minutes[row]) if is_minutes else ""
    options = _offered(one) if one.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN) else ()
    return Cell(f"{at}.{row}.{one.name}", text, tuple(map(clean, options)))


def _hint(field: TemplateField, labels: dict[str, str]) -> str:
    """Unit, help, what is expected and when it is asked, in one line."""
    pieces = [f"In {field.unit}." if field.unit else "", _sentence(field.help or "")]
    if field.computed:
        rule = field.computed
        pieces.append(f"{labels.get(rule.divide, rule.divide)} divided by {labels.get(rule.by, rule.by)}.")
    if field.show_if:
        joint = " and " if field.show_if.match == "all" else " or "
        pieces.append(f"Only if {joint.join(_condition(each, labels) for each in field.show_if.when)}.")
    if field.required is Required.NEVER and field.kind is not FieldKind.COMPUTED:
        pieces.append("May be left empty.")
    return clean(" ".join(filter(None, pieces)))


def _condition(condition: Condition, labels: dict[str, str]) -> str:
    value = {True: "yes", False: "no"}.get(condition.value) if isinstance(condition.value, bool) else condition.value
    word = "is" if condition.op is Operator.IS else "is not"
    return f"“{labels.get(condition.field, condition.field)}” {word} “{value}”"


def _sentence(text: str) -> str:
    return text if not text or text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}."


def _offered(field: TemplateField) -> tuple[str, ...]:
    return YES_NO if field.kind is FieldKind.BOOLEAN else field.choices if field.kind in CHOOSING else ()


def _head(field: TemplateField) -> str:
    return clean(f"{field.label} ({field.unit})" if field.unit else field.label)


def _is_side_by_side(fields: Sequence[TemplateField]) -> bool:
    return len(fields) <= COLUMNS_MOST and all(field.kind is not FieldKind.REPEAT for field in fields)


def _title(title: str | None) -> str | None:
    return clean(title) if title else None


def _cleaned(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(Fact(clean(fact.label), clean(fact.text)) for fact in facts)
