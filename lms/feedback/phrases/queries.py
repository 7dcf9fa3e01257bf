"""What a trainer finds in their bank: their own phrases, and those that are shared where they teach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from lms.access.viewer import Viewer
from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in
from lms.feedback.phrases.models import Phrase, PhraseSharing, PhraseTag, PhraseUse
from lms.feedback.phrases.rules import LISTED_MOST
from lms.people.models import Person
from lms.program.models import Program
from lms.program.rules import Competency, competencies


@dataclass(frozen=True)
class Bank:
    """Whose bank it is (None: of whoever isn't signed in), and the programs that they teach."""

    person_id: int | None
    program_ids: Collection[int]


@dataclass(frozen=True)
class Part:
    """Which part of a bank is meant: others' phrases or one's own, with all these words, about a competency."""

    is_others: bool = False
    words: Sequence[str] = field(default_factory=tuple)
    code: str | None = None


@dataclass(frozen=True)
class Kept:
    """A phrase, and how often whoever looks has used it."""

    phrase: Phrase
    times: int


def page_of(bank: Bank, part: Part, after: str | None) -> Page[Kept]:
    """A part of the bank, most used first, with tags, owners and sharings. Three statements."""
    whose = _shared_with(bank) if part.is_others else Phrase.owner_id == bank.person_id
    rows = _by_use(bank.person_id).where(whose, *[Phrase.folded.contains(w, autoescape=True) for w in part.words])
    if part.code:
        rows = rows.where(Phrase.id.in_(select(PhraseTag.phrase_id).where(PhraseTag.code == part.code)))
    times, _, last_id = (after or "").partition("_")
    if times.isdecimal() and len(times) < 10 and (last := number_in(last_id)):
        rows = rows.where(tuple_(_times(), Phrase.id) < tuple_(literal(int(times)), literal(last)))
    whole = (joinedload(Phrase.owner, innerjoin=True), selectinload(Phrase.sharings))
    found = [Kept(*row) for row in db.execute(limited(rows.options(*whole)))]
    return Page(found[:SIZE], f"{found[SIZE - 1].times}_{found[SIZE - 1].phrase.id}" if len(found) > SIZE else None)


def usable(bank: Bank) -> Sequence[Kept]:
    """All that somebody may insert, most used first. Two statements."""
    visible = or_(Phrase.owner_id == bank.person_id, _shared_with(bank))
    return [Kept(*row) for row in db.execute(_by_use(bank.person_id).where(visible).limit(LISTED_MOST))]


def phrase(phrase_id: int) -> Phrase | None:
    """A phrase with its tags and sharings, removed or not, held until the transaction ends."""
    whole = (selectinload(Phrase.tags), selectinload(Phrase.sharings))
    return db.scalar(select(Phrase).where(Phrase.id == phrase_id).options(*whole).with_for_update())


def usable_phrase(bank: Bank, phrase_id: int) -> Phrase | None:
    """One that somebody may insert and copy, with its tags."""
    visible = or_(Phrase.owner_id == bank.person_id, _shared_with(bank))
    found = select(Phrase).where(Phrase.id == phrase_id, Phrase.removed_at.is_(None), visible)
    return db.scalar(found.options(selectinload(Phrase.tags)))


def same(owner_id: int, text: str) -> Phrase | None:
    """The phrase of somebody's own that says just this."""
    mine = (Phrase.owner_id == owner_id, Phrase.removed_at.is_(None), Phrase.text == text)
    return db.scalar(select(Phrase).where(*mine).options(selectinload(Phrase.tags)).limit(1))


def count(owner_id: int) -> int:
    """How many somebody has."""
    mine = (Phrase.owner_id == owner_id, Phrase.removed_at.is_(None))
    return db.scalar(select(func.count()).select_from(Phrase).where(*mine)) or 0


def learners_taught(viewer: Viewer) -> Sequence[str]:
    """The names of everybody who learns, or has learnt, where the viewer teaches."""
    here = (Enrollment.cohort_id.in_(viewer.trainer_in), Enrollment.role == Role.LEARNER)
    return db.scalars(select(Person.name).join(Enrollment, Enrollment.person_id == Person.id).where(*here)).all()


def competencies_in(program_ids: Collection[int]) -> list[Competency]:
    """What work is judged by in these programs; a code that several have, once."""
    rubrics = db.scalars(select(Program.rubric).where(Program.id.in_(program_ids)).order_by(Program.id))
    return list({each.code: each for rubric in rubrics for each in competencies(rubric)}.values())


def _times() -> ColumnElement[int]:
    return func.coalesce(PhraseUse.times, 0)


def _by_use(person_id: int | None) -> Select[tuple[Phrase, int]]:
    mine = and_(PhraseUse.phrase_id == Phrase.id, PhraseUse.person_id == person_id)
    return (
        select(Phrase, _times())
        .outerjoin(PhraseUse, mine)
        .where(Phrase.removed_at.is_(None))
        .options(selectinload(Phrase.tags))
        .order_by(_times().desc(), Phrase.id.desc())
    )


def _shared_with(bank: Bank) -> ColumnElement[bool]:
    here = select(PhraseSharing.phrase_id).where(PhraseSharing.program_id.in_(bank.program_ids))
    return and_(Phrase.owner_id != bank.person_id, Phrase.id.in_(here))
