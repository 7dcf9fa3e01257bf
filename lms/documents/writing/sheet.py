"""A form as its page shows it: every field with what is typed in it, also the ones that don't show now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from lms.documents.filling import rules
from lms.documents.filling.faults import SCALE
from lms.documents.filling.outline import titled
from lms.documents.filling.reading import sent_from
from lms.documents.filling.rules import Finding, Place, place_text
from lms.documents.notes import Note
from lms.program.rules import FieldKind, Required
from lms.program.schema.documents import Fields, TemplateField

PREFIX = "a."  # stands in front of every place, so that no field is called like one of practice's
BLANK_ROW = "NUMBER"  # stands for the number of a row that isn't there yet
RADIOS_MOST = 6  # choices that all stand on the page
ROWS_BLANK_MOST = 20


def id_of(place: Place) -> str:
    """The id of the control at a place."""
    return "f-" + place_text(place).replace(rules.PLACE_MARK, "-")


def label_of(cell: rules.Cell) -> str:
    """What a field is called where it stands alone, with the row that it is in."""
    row = cell.place[-2] if cell.row_of else None
    if cell.row_of is None or not isinstance(row, int):
        return cell.field.label
    return f"{cell.row_of.label}, row {row + 1}: {cell.field.label}"


@dataclass(frozen=True)
class Item:
    """A field of the form where it stands."""

    field: TemplateField
    place: Place
    typed: tuple[str, ...]
    is_shown: bool
    worked_out: str | None = None
    fault: str | None = None
    bar: str | None = None
    is_missing: bool = False
    is_prompted: bool = False
    rows: "tuple[Entry, ...]" = ()

    @property
    def at(self) -> str:
        return place_text(self.place)

    @property
    def name(self) -> str:
        return PREFIX + self.at

    @property
    def id(self) -> str:
        return id_of(self.place)

    @property
    def value(self) -> str:
        return self.typed[-1] if self.typed else ""

    @property
    def own_words(self) -> str:
        """What is typed that is none of the choices."""
        return "" if self.value in self.field.choices else self.value

    @property
    def is_optional(self) -> bool:
        return self.field.required is Required.NEVER and not self.field.must_be_true

    @property
    def is_radios(self) -> bool:
        """Whether its choices all stand on the page: a few of them, of which one has to be chosen."""
        return len(self.field.choices) <= RADIOS_MOST and not self.is_optional and len(self.place) == 1

    @property
    def radios(self) -> list[tuple[str, str]]:
        """What there is to choose from, each with what it is called."""
        if self.field.kind is FieldKind.BOOLEAN:
            return [("true", "Yes"), ("false", "No")]
        if self.field.kind is FieldKind.SCALE10:
            return [(str(number), str(number)) for number in range(SCALE[0], SCALE[1] + 1)]
        return [(choice, choice) for choice in self.field.choices]

    @property
    def condition(self) -> dict[str, Any] | None:
        """When it shows, for the script on the page."""
        return self.field.show_if.model_dump(mode="json") if self.field.show_if else None

    @property
    def blank(self) -> "Entry":
        """A row of a repeat that isn't there yet."""
        return Entry(BLANK_ROW, _items(self.field.fields, {}, {}, (*self.place, BLANK_ROW), _Found()))

    @property
    def minute(self) -> TemplateField | None:
        """The field that says at which minute a row of the repeat was written; None where none does."""
        first = self.field.fields[0] if self.field.fields else None
        return first if first and first.unit == "min" and first.kind is FieldKind.INTEGER else None

    @property
    def suggested(self) -> list[int]:
        """Minutes that are suggested and no row has yet."""
        there = {entry.items[0].value for entry in self.rows}
        return [minutes for minutes in self.field.suggested_minutes if str(minutes) not in there]


@dataclass(frozen=True)
class Entry:
    """A row of a repeat; `number` is its place among all, or `BLANK_ROW`."""

    number: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """Fields under one heading."""

    title: str | None
    id: str
    items: tuple[Item, ...]

    @property
    def is_shown(self) -> bool:
        return any(item.is_shown for item in self.items)


@dataclass(frozen=True)
class Sheet:
    """The whole form."""

    note: Note
    parts: tuple[Part, ...]
    missing: Sequence[Finding]
    wrong: Sequence[Finding]
    """What can't be handed in as it stands: faults, and answers that others bar."""
    prompts: Sequence[Finding]

    @property
    def is_ready(self) -> bool:
        """Whether it can be handed in."""
        return not self.missing and not self.wrong

    def label_of(self, finding: Finding) -> str:
        """What the field of a finding is called where it stands alone."""
        cells = rules.cells(self.note.template.fields, self.note.answers)
        return next((label_of(cell) for cell in cells if cell.place == finding.place), finding.at)

    @staticmethod
    def id_of(finding: Finding) -> str:
        """Which element of the page it is about."""
        return id_of(finding.place)


@dataclass
class _Found:
    """What is said of places, by their text."""

    missing: frozenset[str] = frozenset()
    prompted: frozenset[str] = frozenset()
    faults: Mapping[str, str] = field(default_factory=dict)
    bars: Mapping[str, str] = field(default_factory=dict)


def sheet(note: Note, rows_more: Mapping[str, int] | None = None) -> Sheet:
    """The form with a note in it; `rows_more`: how many empty rows a repeat is to have besides, by its name."""
    fields, answers = note.template.fields, note.answers
    missing, faults = rules.missing(fields, answers), rules.faults(fields, answers)
    bars, prompts = rules.barred(note.template.bars, fields, answers), rules.prompts(fields, answers)
    found = _Found(
        frozenset(each.at for each in missing),
        frozenset(each.at for each in prompts),
        {each.at: each.say for each in faults},
        {each.at: each.say for each in bars},
    )
    items = _items(fields, answers, rows_more or {}, (), found)
    return Sheet(note, tuple(_parts(items)), missing, [*faults, *bars], prompts)


def _parts(items: Sequence[Item]) -> Iterator[Part]:
    groups = [(title, tuple(each)) for title, each in groupby(items, lambda item: item.field.section)]
    for index, (title, each) in enumerate(groups):
        yield Part(titled(title, index) if len(groups) > 1 else title, f"part-{index + 1}", each)


def _items(
    fields: Fields, answers: Mapping[str, Any], rows_more: Mapping[str, int], before: Place, found: _Found
) -> tuple[Item, ...]:
    here, worked_out, typed = rules.shown(fields, answers), rules.computed(fields, answers), sent_from(fields, answers)
    return tuple(
        _item(field, field.name in here, typed, worked_out, (*before, field.name), found, answers, rows_more)
        for field in fields
    )


def _item(
    field: TemplateField,
    is_shown: bool,
    typed: Mapping[str, list[str]],
    worked_out: Mapping[str, str],
    place: Place,
    found: _Found,
    answers: Mapping[str, Any],
    rows_more: Mapping[str, int],
) -> Item:
    at = place_text(place)
    return Item(
        field=field,
        place=place,
        typed=tuple(typed.get(field.name, ())),
        is_shown=is_shown,
        worked_out=worked_out.get(field.name),
        fault=found.faults.get(at),
        bar=found.bars.get(at),
        is_missing=at in found.missing,
        is_prompted=at in found.prompted,
        rows=_rows(field, answers.get(field.name), place, found, rows_more),
    )


def _rows(
    field: TemplateField, answer: Any, place: Place, found: _Found, rows_more: Mapping[str, int]
) -> tuple[Entry, ...]:
    if field.kind is not FieldKind.REPEAT:
        return ()
    there = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, list) else []
    more = [{} for _ in range(min(rows_more.get(field.name, 0), ROWS_BLANK_MOST))]
    return tuple(
        Entry(str(index), _items(field.fields, row, {}, (*place, index), found))
        for index, row in enumerate([*there, *more])
    )
