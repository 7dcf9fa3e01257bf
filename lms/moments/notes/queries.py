"""What somebody finds of their own notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from lms.access.viewer import Facts
from lms.core.db import db
from lms.demonstrations.cards import Card
from lms.moments.notes.models import MomentNote

FOUND_MOST = 20  # of a search


@dataclass(frozen=True)
class NoteHere:
    """A note, and its demonstration as the viewer meets it."""

    note: MomentNote
    card: Card

    @property
    def facts(self) -> Facts:
        return replace(self.card.facts, owner_id=self.note.person_id)


def notes_of(person_id: int, demonstration_id: int) -> Sequence[MomentNote]:
    """Somebody's notes at one demonstration, by time."""
    return db.scalars(
        select(MomentNote)
        .where(MomentNote.person_id == person_id, MomentNote.demonstration_id == demonstration_id)
        .where(MomentNote.removed_at.is_(None))
        .order_by(MomentNote.at_ms, MomentNote.id)
    ).all()


def all_notes_of(person_id: int, demonstration_ids: Collection[int]) -> dict[int, list[MomentNote]]:
    """By demonstration id, somebody's notes there, by time."""
    found: dict[int, list[MomentNote]] = {}
    for note in db.scalars(
        select(MomentNote)
        .where(MomentNote.person_id == person_id, MomentNote.demonstration_id.in_(demonstration_ids))
        .where(MomentNote.removed_at.is_(None))
        .order_by(MomentNote.at_ms, MomentNote.id)
    ):
        found.setdefault(note.demonstration_id, []).append(note)
    return found


def find(person_id: int, words: Sequence[str], demonstration_ids: Collection[int]) -> Sequence[MomentNote]:
    """Somebody's notes that hold all the words (folded), newest first."""
    holds = [MomentNote.folded.contains(word, autoescape=True) for word in words]
    return db.scalars(
        select(MomentNote)
        .where(MomentNote.person_id == person_id, MomentNote.demonstration_id.in_(demonstration_ids))
        .where(MomentNote.removed_at.is_(None), *holds)
        .order_by(MomentNote.id.desc())
        .limit(FOUND_MOST)
    ).all()


def note(note_id: int) -> MomentNote | None:
    """One note, as it is this moment, held until the transaction ends."""
    return db.scalar(select(MomentNote).where(MomentNote.id == note_id).with_for_update())


def by_key(person_id: int, key: str) -> MomentNote | None:
    """The note that arrived under this key."""
    return db.scalar(select(MomentNote).where(MomentNote.person_id == person_id, MomentNote.key == key))


def count(person_id: int, demonstration_id: int) -> int:
    """How many somebody has at one demonstration."""
    mine = (MomentNote.person_id == person_id, MomentNote.demonstration_id == demonstration_id)
    return db.scalar(select(func.count()).select_from(MomentNote).where(*mine, MomentNote.removed_at.is_(None))) or 0
