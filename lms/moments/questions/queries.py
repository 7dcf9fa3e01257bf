"""What people see of questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.access.viewer import Facts
from lms.core.db import db
from lms.core.paging import SIZE, Page, after_instant, cut, limited, number_in
from lms.core.words import Remover
from lms.demonstrations.cards import Card
from lms.moments.questions.models import Acceptance, Answer, Question
from lms.program.models import Demonstration

KEY = (Question.at_ms, Question.id)


@dataclass(frozen=True)
class Asked:
    """A question, and its demonstration as the viewer meets it in the question's cohort."""

    question: Question
    card: Card

    @property
    def facts(self) -> Facts:
        return replace(self.card.facts, owner_id=self.question.asker_id)


@dataclass(frozen=True)
class Answered:
    """The same, for one of its answers."""

    answer: Answer
    asked: Asked

    @property
    def facts(self) -> Facts:
        return replace(self.asked.facts, owner_id=self.answer.author_id)


@dataclass(frozen=True)
class Accepting:
    """An answer that its question's asker may accept."""

    answer: Answer
    asked: Asked

    @property
    def facts(self) -> Facts:
        return self.asked.facts


def questions(cohort_id: int, demonstration_id: int, after: str | None, first: int | None = None) -> Page[Question]:
    """Questions of a cohort at a demonstration by time, with all that is said. Two statements.

    What its asker took back and nobody has answered isn't among them, if it isn't the one that is asked for.
    `first`: the number of the question that the page begins with.
    """
    rows = (
        select(Question)
        .where(Question.cohort_id == cohort_id, Question.demonstration_id == demonstration_id)
        .where(_is_told(first), *(_later(after) or _from(first)))
        .options(*_with_all_said())
        .order_by(*KEY)
    )
    found = db.scalars(limited(rows)).all()
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], f"{last.at_ms}_{last.id}" if last else None)


def waiting(cohort_ids: Collection[int], demonstration_ids: Collection[int], after: str | None) -> Page[Question]:
    """What waits for a trainer in these cohorts at these demonstrations, longest first. One statement."""
    rows = (
        select(Question)
        .where(Question.cohort_id.in_(cohort_ids), Question.demonstration_id.in_(demonstration_ids))
        .where(Question.waiting_since.is_not(None), *after_instant(Question.waiting_since, Question.id, after))
        .options(*_with_place())
        .order_by(Question.waiting_since, Question.id)
    )
    return cut(db.scalars(limited(rows)).all(), lambda one: (one.waiting_since or one.asked_at, one.id))


def question(question_id: int) -> Question | None:
    """One question, held until the transaction ends."""
    held = select(Question).where(Question.id == question_id).with_for_update(of=Question)
    return db.scalar(held.options(*_with_place()))


def thread(question_id: int) -> Question:
    """A question that is there, with all that is said to it. Two statements."""
    return db.scalars(select(Question).where(Question.id == question_id).options(*_with_all_said())).one()


def answer(answer_id: int) -> Answer | None:
    """One answer."""
    return db.get(Answer, answer_id)


def question_by_key(asker_id: int, key: str) -> Question | None:
    """The question that arrived under this key."""
    return db.scalar(select(Question).where(Question.asker_id == asker_id, Question.key == key))


def answer_by_key(author_id: int, key: str) -> Answer | None:
    """The answer that arrived under this key."""
    return db.scalar(select(Answer).where(Answer.author_id == author_id, Answer.key == key))


def answers_count(question_id: int) -> int:
    """How many answers a question has."""
    return db.scalar(select(func.count()).select_from(Answer).where(Answer.question_id == question_id)) or 0


def has_trainers_answer(question_id: int) -> bool:
    """Whether a trainer has answered, and the words are still there."""
    found = select(Answer.id).where(Answer.question_id == question_id, Answer.by_trainer, Answer.removed_at.is_(None))
    return db.scalar(found.limit(1)) is not None


def acceptance(question_id: int) -> Acceptance | None:
    """Which answer the asker has accepted."""
    return db.get(Acceptance, question_id)


def _is_told(first: int | None) -> ColumnElement[bool]:
    is_answered = exists().where(Answer.question_id == Question.id, Answer.removed_at.is_(None))
    is_there = or_(Question.removed_as.is_(None), Question.removed_as != Remover.AUTHOR, is_answered)
    return or_(is_there, Question.id == first) if first else is_there


def _with_all_said() -> tuple[ORMOption, ...]:
    return (
        joinedload(Question.asker, innerjoin=True),
        joinedload(Question.acceptance),
        selectinload(Question.answers).joinedload(Answer.author, innerjoin=True),
    )


def _later(after: str | None) -> Sequence[ColumnElement[bool]]:
    ms, _, last = (after or "").partition("_")
    number = number_in(last)
    if number is None or not (ms.isascii() and ms.isdecimal() and len(ms) < 10):
        return []
    return [tuple_(*KEY) > (int(ms), number)]


def _from(first: int | None) -> Sequence[ColumnElement[bool]]:
    if first is None:
        return []
    its_ms = select(Question.at_ms).where(Question.id == first).scalar_subquery()
    return [(Question.at_ms > its_ms) | ((Question.at_ms == its_ms) & (Question.id >= first))]


def _with_place() -> tuple[ORMOption, ...]:
    """Who asked, in which cohort, about which demonstration of which class."""
    demonstration = joinedload(Question.demonstration, innerjoin=True)
    return (
        joinedload(Question.asker, innerjoin=True),
        joinedload(Question.cohort, innerjoin=True),
        demonstration.joinedload(Demonstration.program_class, innerjoin=True),
    )
