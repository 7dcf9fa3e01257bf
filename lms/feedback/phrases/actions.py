"""What trainers do with phrases."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, update

from lms.core.db import added, db
from lms.core.errors import Refused
from lms.feedback.phrases import queries, rules
from lms.feedback.phrases.models import Phrase, PhraseSharing, PhraseTag, PhraseUse
from lms.people.models import Person
from lms.videos.tracks.rules import fold


class Named(Refused):
    """The phrase seems to hold a learner's name. Where it may be a mere word, whoever says so goes on."""

    def __init__(self, found: rules.Naming) -> None:
        if found.is_whole:
            message = f"This holds the name of {found.words}. Put {{name}} in its place."
        else:
            message = f"“{found.words}” may be a learner’s name. Put {{name}} in its place, or say that it is none."
        super().__init__(message, "text")
        self.found = found


def refuse_names(text: str, names: Iterable[str], is_sure: bool, before: str = "") -> None:
    """Raises Named where a text holds the name of one of these people, or of whoever was before the trainer's eyes."""
    found = rules.naming(text, names, before)
    if found and (found.is_whole or not is_sure):
        raise Named(found)


def keep(owner: Person, text: str, codes: Sequence[str], now: datetime) -> Phrase:
    """Keep a phrase of one's own; the very same words once more give the one that there is.

    Raises Refused("text") for an unknown placeholder, or where there is no room.
    """
    words = _checked(text)
    if found := queries.same(owner.id, words):
        return found
    if queries.count(owner.id) >= rules.PHRASES_MOST:
        raise Refused(f"You have {rules.PHRASES_MOST} phrases, as many as there can be. Please remove one.", "text")
    made = Phrase(owner_id=owner.id, text=words, folded=fold(words), written_at=now, tags=_tags(codes))
    db.add(made)
    db.flush()
    return made


def change(phrase: Phrase, text: str, codes: Sequence[str]) -> None:
    """Give a phrase other words and tags. Raises Refused("text") for an unknown placeholder."""
    phrase.text = _checked(text)
    phrase.folded = fold(phrase.text)
    kept = {tag.code: tag for tag in phrase.tags}
    phrase.tags = [kept.get(tag.code, tag) for tag in _tags(codes)]
    db.flush()


def copy(phrase: Phrase, to: Person, now: datetime) -> Phrase:
    """Keep somebody else's phrase as one's own, to be changed without changing theirs. Raises as `keep`."""
    return keep(to, phrase.text, [tag.code for tag in phrase.tags], now)


def share(phrase: Phrase, program_id: int, now: datetime) -> None:
    """Let the trainers of a program use the phrase."""
    if db.get(PhraseSharing, (phrase.id, program_id)) is None:
        added(PhraseSharing(phrase_id=phrase.id, program_id=program_id, shared_at=now))


def unshare(phrase: Phrase, program_id: int) -> None:
    """Let them use it no longer. What they copied is theirs."""
    mine = (PhraseSharing.phrase_id == phrase.id, PhraseSharing.program_id == program_id)
    db.execute(delete(PhraseSharing).where(*mine))


def remove(phrase: Phrase, now: datetime) -> None:
    """Take a phrase away, which can be undone for a while. What was removed before that is gone for good."""
    phrase.removed_at = phrase.removed_at or now
    is_over = (Phrase.owner_id == phrase.owner_id, Phrase.removed_at < now - rules.UNDONE_WITHIN)
    db.execute(delete(Phrase).where(*is_over))


def bring_back(phrase: Phrase) -> None:
    """Undo the removal."""
    phrase.removed_at = None


def note_use(phrase: Phrase, person: Person, now: datetime) -> None:
    """Count that somebody has inserted a phrase: what is used most comes first."""
    mine = (PhraseUse.phrase_id == phrase.id, PhraseUse.person_id == person.id)
    again = update(PhraseUse).where(*mine).values(times=PhraseUse.times + 1, last_at=now)
    for _ in range(2):  # or another tab of theirs has counted the first in this very moment
        counted = db.execute(again)
        assert isinstance(counted, CursorResult)
        if counted.rowcount or added(PhraseUse(phrase_id=phrase.id, person_id=person.id, times=1, last_at=now)):
            return


def _checked(text: str) -> str:
    words = rules.tidied(text)
    if not words:
        raise Refused("Please write the phrase.", "text")
    if fault := rules.placeholder_fault(words):
        raise Refused(fault, "text")
    return words


def _tags(codes: Iterable[str]) -> list[PhraseTag]:
    return [PhraseTag(code=code) for code in sorted(set(codes))]
