"""What a learner does with a document, beside saving and handing in, which are practice's."""

from datetime import datetime

from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.documents.filling import rules
from lms.documents.notes import Note, blank, filled, note_of
from lms.documents.writing.models import TemplateMove
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice.models import Draft, SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.practice.rules import ANSWERS_LIMIT, Filled
from lms.program.models import TemplateVersion

TOO_LONG = (
    f"All answers together are longer than {ANSWERS_LIMIT:,} characters. Please shorten them, or attach the rest as a "
    "file."
)
NOT_READY = "Not handed in yet: something is missing, or can’t stand as it is. It is listed above the form."


def kept(note: Note) -> Filled:
    """A note as practice keeps it. Raises Refused where it is longer than can be kept."""
    made = filled(note)
    if len(made.kept) > ANSWERS_LIMIT:
        raise Refused(TOO_LONG)
    return made


def move(draft: Draft, to: TemplateVersion, seen: int, now: datetime) -> None:
    """Go on writing in another version of the template: what fits stays in the form, all that there was before is kept.

    Raises Conflict where something else was saved since `seen`.
    """
    note = note_of(draft)
    if note is None or draft.template_id == to.id:
        return
    if draft.saved != seen:
        raise Conflict("This was saved elsewhere after you opened this page. Look at it again, then move it.")
    db.add(TemplateMove(draft_id=draft.id, from_id=note.version.id, answers=draft.answers, moved_at=now))
    moved = filled(blank(to, rules.fitting(blank(to).template.fields, note.answers)))
    _refill(draft, moved, now)


def begin_from(
    here: AssignmentHere, learner: Person, version: SubmissionVersion, to: TemplateVersion, now: datetime
) -> Draft:
    """Begin with the answers of an earlier note, but for what has to be confirmed anew.

    Raises Refused where something is written already.
    """
    draft = practice.open_draft(here, learner, now)
    if draft.is_filled:
        raise Refused("Something is written here already, so nothing was taken over.")
    note = note_of(version)
    if note is None:
        raise Refused("That note can’t be taken over.")
    fields = blank(to).template.fields
    answers = rules.fitting(fields, note.answers)
    confirmed = {field.name for field in fields if field.must_be_true}
    _refill(draft, filled(blank(to, {name: each for name, each in answers.items() if name not in confirmed})), now)
    return draft


def _refill(draft: Draft, made: Filled, now: datetime) -> None:
    draft.template_id, draft.answers = made.template_id, made.kept
    draft.saved, draft.saved_at = draft.saved + 1, now
    db.flush()
