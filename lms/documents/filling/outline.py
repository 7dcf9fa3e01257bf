"""A filled form as it is read: sections, lines and tables, of what shows. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lms.documents.filling.rules import PLACE_MARK, Place, computed, place_text, rows_shown, shown
from lms.documents.filling.values import Filling, is_answered
from lms.program.rules import FieldKind
from lms.program.schema.documents import DocumentTemplate, Fields, TemplateField

FIRST, LAST = "To begin with", "To finish"
NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Line:
    """One field that shows: what it is called, and what was answered, several things if it holds several."""

    place: Place
    field: TemplateField
    values: tuple[str, ...]
    answer: Any = None
    """As it is kept, or worked out."""
    rows: "tuple[Row, ...]" = ()
    """Of a repeat."""

    @property
    def at(self) -> str:
        return place_text(self.place)

    @property
    def text(self) -> str:
        """All in one."""
        return ", ".join(self.values)

    @property
    def is_long(self) -> bool:
        return self.field.kind is FieldKind.TEXT

    @property
    def columns(self) -> tuple[TemplateField, ...]:
        """Of a repeat: the fields that any of its rows shows, in the order of the template."""
        there = {line.field.name for row in self.rows for line in row.lines}
        return tuple(field for field in self.field.fields if field.name in there)


@dataclass(frozen=True)
class Row:
    """A row of a repeat, by its place among all."""

    index: int
    lines: tuple[Line, ...]

    def cell(self, name: str) -> Line | None:
        """What stands in a column; None where that field doesn't show in this row."""
        return next((line for line in self.lines if line.field.name == name), None)


@dataclass(frozen=True)
class Section:
    """Lines under one heading; a document without sections has one without a title."""

    title: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outline:
    title: str
    header: str
    sections: tuple[Section, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, those of rows after their repeat."""
        for section in self.sections:
            yield from _each(section.lines)

    def places(self) -> dict[str, str]:
        """What can be pointed at, fields and rows, and what each is called."""
        found: dict[str, str] = {}
        for section in self.sections:
            for line in section.lines:
                found[line.at] = line.field.label
                rows = ((f"{line.at}{PLACE_MARK}{row.index}", row.index + 1) for row in line.rows)
                found |= {at: f"{line.field.label}, row {number}" for at, number in rows}
        return found

    def labels(self) -> dict[str, str]:
        """What each place is called in a sentence: “Vital signs series”, row 3: Systolic."""
        return {line.at: called(line, self) for line in self.lines}


def outline(template: DocumentTemplate, answers: Filling) -> Outline:
    """What there is to read, in the order of the template."""
    lines = _lines(template.fields, answers, ())
    return Outline(template.title, template.header, tuple(sections(lines)))


def sections(lines: Sequence[Line]) -> list[Section]:
    """Lines under their headings: what comes before the first and after the last gets one, too."""
    groups = [(title, tuple(each)) for title, each in groupby(lines, lambda line: line.field.section)]
    if len(groups) == 1:
        return [Section(groups[0][0], groups[0][1])]
    return [Section(titled(title, index), each) for index, (title, each) in enumerate(groups)]


def titled(title: str | None, index: int) -> str:
    """The heading of the group at `index`."""
    return title or (LAST if index else FIRST)


def called(line: Line, of: Outline) -> str:
    """What a line is called where it stands alone."""
    if len(line.place) < 3:
        return line.field.label
    repeat = next(each for each in of.lines if each.place == line.place[:-2])
    index = line.place[-2]
    assert isinstance(index, int)
    return f"{repeat.field.label}, row {index + 1}: {line.field.label}"


def said(field: TemplateField, answer: Any) -> tuple[str, ...]:
    """An answer in words, with its unit; nothing for none."""
    if not is_answered(field, answer) or field.kind is FieldKind.REPEAT:
        return ()
    if isinstance(answer, bool):
        return ("Yes" if answer else "No",)
    if isinstance(answer, list):
        return tuple(map(str, answer))
    unit = f" {field.unit}" if field.unit else ""
    return (f"{answer}{unit}",)


def _lines(fields: Fields, answers: Filling, before: Place) -> tuple[Line, ...]:
    here, worked_out = shown(fields, answers), computed(fields, answers)
    return tuple(
        _line(field, worked_out.get(field.name, answers.get(field.name)), (*before, field.name))
        for field in fields
        if field.name in here
    )


def _line(field: TemplateField, answer: Any, place: Place) -> Line:
    rows = tuple(Row(index, _lines(field.fields, row, (*place, index))) for index, row in rows_shown(field, answer))
    return Line(place, field, said(field, answer), answer, rows)


def _each(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        for row in line.rows:
            yield from _each(row.lines)
