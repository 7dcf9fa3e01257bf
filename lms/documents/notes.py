"""What practice keeps of a form, with its meaning: the one door for all that shows, checks or exports a document."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.documents.filling.graph import Panel, panels
from lms.documents.filling.outline import Line, Outline, outline
from lms.documents.filling.rules import PLACE_MARK, canonical, cells, place_text, what_shows
from lms.practice.models import Draft, SubmissionVersion
from lms.practice.rules import Filled, word_count
from lms.program import templates
from lms.program.models import TemplateVersion
from lms.program.rules import FieldKind
from lms.program.schema.documents import DocumentTemplate

WRITTEN = {FieldKind.TEXT, FieldKind.STRING}  # kinds whose words are counted
FREE = WRITTEN | {FieldKind.OPEN_CHOICE}


@dataclass(frozen=True)
class Note:
    """A version of a template, and what was filled in."""

    version: TemplateVersion
    template: DocumentTemplate
    """All of it: head and tail are among its fields."""
    answers: Mapping[str, Any]

    @property
    def outline(self) -> Outline:
        """As it is read."""
        return outline(self.template, self.answers)

    def panels(self, line: Line) -> list[Panel]:
        """The pictures of the readings in one of its repeats."""
        return panels(line)


def note_of(work: SubmissionVersion | Draft) -> Note | None:
    """The document that a version or draft is; None where it is none. Read with `practice.queries.whole_form`."""
    if work.template is None or work.answers is None:
        return None
    return Note(work.template, templates.of(work.template), json.loads(work.answers))


def places_in(work: SubmissionVersion) -> dict[str, str]:
    """What somebody can point at in a version, and what each is called; nothing where it is no document."""
    note = note_of(work)
    return note.outline.places() if note and not work.erased_at else {}


def field_at(place: str) -> str:
    """The field in which a place lies: a row lies in its repeat."""
    return place.partition(PLACE_MARK)[0]


def written(note: Note) -> dict[str, str]:
    """What was typed in words of one's own, where it shows, by place."""
    return {
        place_text(cell.place): cell.answer
        for cell in cells(note.template.fields, note.answers)
        if cell.field.kind in FREE and isinstance(cell.answer, str) and cell.answer not in cell.field.choices
    }


def blank(version: TemplateVersion, answers: Mapping[str, Any] | None = None) -> Note:
    """A document in this version of a template with these answers; without any, with what the template begins with."""
    template = templates.of(version)
    begun = {field.name: field.default for field in template.fields if field.default is not None}
    return Note(version, template, begun if answers is None else answers)


def filled(note: Note) -> Filled:
    """The same as practice keeps it: a draft keeps all, what is handed in is what shows."""
    said = what_shows(note.template.fields, note.answers)
    return Filled(note.version.id, canonical(note.answers), canonical(said), words(note))


def words(note: Note) -> int:
    """How many words were written, as people count them."""
    written = (cell for cell in cells(note.template.fields, note.answers) if cell.field.kind in WRITTEN)
    return sum(word_count(cell.answer) for cell in written if isinstance(cell.answer, str))
