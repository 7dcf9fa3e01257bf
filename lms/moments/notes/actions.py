"""What people do with their own notes."""

from datetime import datetime

from sqlalchemy import delete

from lms.core import words
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.moments.notes import queries, rules
from lms.moments.notes.models import MomentNote
from lms.videos.tracks.rules import fold


def keep(person_id: int, demonstration_id: int, at_ms: int, text: str, key: str, now: datetime) -> MomentNote:
    """Keep a note at a moment. The same key again, because an answer was lost, keeps its newest words, once."""
    if kept := queries.by_key(person_id, key):
        kept.text, kept.folded = text, fold(text)
        return kept
    if queries.count(person_id, demonstration_id) >= rules.NOTES_MOST:
        raise Refused(f"You have {rules.NOTES_MOST} notes here, as many as there can be. Please remove one.", "text")
    note = MomentNote(
        person_id=person_id,
        demonstration_id=demonstration_id,
        at_ms=at_ms,
        text=text,
        folded=fold(text),
        key=key,
        written_at=now,
    )
    db.add(note)
    db.flush()
    return note


def change(note: MomentNote, text: str, seen: int) -> None:
    """Give a note other words. Raises Conflict where they were changed elsewhere since they had been so `seen`."""
    if note.text == text:
        return
    if note.changes != seen:
        raise Conflict(words.STANDS_ABOVE, "text")
    note.text, note.folded, note.changes = text, fold(text), note.changes + 1


def remove(note: MomentNote, now: datetime) -> None:
    """Take a note away, which can be undone for a while. What was removed before that is gone for good."""
    note.removed_at = note.removed_at or now
    is_over = (MomentNote.person_id == note.person_id, MomentNote.removed_at < now - rules.UNDONE_WITHIN)
    db.execute(delete(MomentNote).where(*is_over))


def bring_back(note: MomentNote) -> None:
    """Undo the removal."""
    note.removed_at = None
