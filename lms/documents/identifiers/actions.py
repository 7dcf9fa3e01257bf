"""Looking at work for identifiers, and keeping that somebody handed it in with marks left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.documents.identifiers import check, rules
from lms.documents.identifiers.models import MarksConfirmation
from lms.documents.identifiers.rules import Mark
from lms.documents.notes import note_of, written
from lms.practice.events import HandedIn
from lms.program.models import Assignment


@dataclass(frozen=True)
class Looked:
    """What was found in the fields of a piece of work."""

    texts: Mapping[str, str]
    marks: Mapping[str, Sequence[Mark]]
    """By the field's name, where there are any."""

    @property
    def count(self) -> int:
        return sum(map(len, self.marks.values()))

    @property
    def seen(self) -> str:
        """What confirms these marks and no others."""
        return rules.seen([self.texts[name] for name in self.marks], list(self.marks.values()))

    @property
    def kinds(self) -> dict[str, int]:
        return rules.counts(chain.from_iterable(self.marks.values()))


def look(assignment: Assignment, texts: Mapping[str, str]) -> Looked:
    """Marks in the texts of work for this assignment, by field. Names in its title and brief are the case's own."""
    if assignment.kind not in rules.CHECKED:
        return Looked(texts, {})
    allowed, year = (assignment.title, assignment.brief), clock.now().year
    found = {name: check.marks(text, allowed, year) for name, text in texts.items()}
    return Looked(texts, {name: some for name, some in found.items() if some})


def keep_confirmation(event: HandedIn) -> None:
    """Keep with a version that its marks were confirmed. Raises Refused("marks_seen") where they weren't, or others."""
    note = note_of(event.version) if event.version.template_id else None
    typed = written(note) if note else {}
    looked = look(event.submission.assignment, {"text": event.version.text, **typed})
    if not looked.count:
        return
    if looked.seen != event.marks_seen:
        raise Refused(
            "Something here reads as if it could tell who somebody is. Look at what is marked, replace it, or confirm "
            "that it tells of nobody.",
            "marks_seen",
        )
    db.add(
        MarksConfirmation(
            version_id=event.version.id,
            person_id=event.by.id,
            confirmed_at=event.version.handed_in_at,
            kinds=looked.kinds,
        )
    )
    db.flush()
