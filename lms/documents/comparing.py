"""Two fillings beside each other, field by field. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.documents.filling.outline import Outline, said
from lms.documents.filling.rules import Place, place_text, strays
from lms.documents.filling.values import Filling, rows_of
from lms.documents.notes import Note
from lms.practice.differences.rules import Change, Stretch, differences
from lms.program.rules import FieldKind
from lms.program.schema.documents import Fields

EMPTY = "(nothing)"


@dataclass(frozen=True)
class Told:
    """One answer in words."""

    at: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A field whose answer differs, with what was taken out and put in, word by word."""

    label: str
    section: str | None
    stretches: Sequence[Stretch]


def told(fields: Fields, answers: Filling, before: Place = (), within: str = "") -> Iterator[Told]:
    """Every answer of a form in words, also of fields that don't show, in the order of the template."""
    for field in fields:
        answer, place = answers.get(field.name), (*before, field.name)
        for index, row in rows_of(field, answer):
            yield from told(field.fields, row, (*place, index), f"{field.label}, row {index + 1}: ")
        if field.kind is not FieldKind.REPEAT and (values := said(field, answer)):
            yield Told(place_text(place), within + field.label, ", ".join(values))


def as_text(note: Note, besides: Note) -> str:
    """What a note says otherwise than another one, a line each, to be read."""
    here = {each.at: each for each in told(note.template.fields, note.answers)}
    there = {each.at: each for each in told(besides.template.fields, besides.answers)}
    others = {at: each.text for at, each in there.items()}
    lines = [f"{each.label}: {each.text}" for at, each in here.items() if others.get(at) != each.text]
    return "\n".join([*lines, *(f"{each.label}: {EMPTY}" for at, each in there.items() if at not in here)])


def left_over(before: Note, fields: Fields) -> list[Told]:
    """What stood in a note and has no place in these fields."""
    return list(told(before.template.fields, strays(fields, before.answers)))


def compared(before: Note, after: Note) -> list[Difference]:
    """What differs between two documents as they are read, in the order of the later one, then what is in it no more.

    Fields are the same where their places are, whatever they are called; a row is known by its number.
    """
    old, new = _texts(before.outline), _texts(after.outline)
    both = {**new, **{at: (label, section, "") for at, (label, section, _) in old.items() if at not in new}}
    return [
        Difference(label, section, differences(old[at][2] if at in old else "", text))
        for at, (label, section, text) in both.items()
        if text != (old[at][2] if at in old else "")
    ]


def words_changed(found: Sequence[Difference]) -> dict[Change, int]:
    """How many words were put in and taken out in all."""
    stretches = [stretch for each in found for stretch in each.stretches]
    return {change: sum(one.words for one in stretches if one.change is change) for change in Change}


def _texts(outline: Outline) -> dict[str, tuple[str, str | None, str]]:
    labels = outline.labels()
    titles = {line.place[0]: section.title for section in outline.sections for line in section.lines}
    return {line.at: (labels[line.at], titles[line.place[0]], line.text) for line in outline.lines if not line.rows}
