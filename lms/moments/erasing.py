"""What people pinned to moments of demonstrations: notes, questions, answers.

Prompts are what trainers made for a cohort, and stay; that somebody skipped one goes with their notes. Answers to them
are work that was handed in (practice).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.core.words import Remover
from lms.moments.notes.models import MomentNote
from lms.moments.prompts.models import Skipping
from lms.moments.questions import actions as questions
from lms.moments.questions.models import Answer, Question
from lms.people.models import Person


def _notes(whose: Whose) -> Select[Any]:
    return select(MomentNote.id, MomentNote.text).where(MomentNote.person_id == whose.id)


def _erase_notes(whose: Whose, now: datetime) -> None:
    db.execute(delete(MomentNote).where(MomentNote.person_id == whose.id))
    db.execute(delete(Skipping).where(Skipping.person_id == whose.id))


def _questions(whose: Whose) -> Select[Any]:
    mine = (Question.asker_id == whose.id, Question.removed_at.is_(None))
    return select(Question.id, Question.text, Question.earlier).where(*mine)


def _erase_questions(whose: Whose, now: datetime) -> None:
    mine = (Question.asker_id == whose.id, Question.removed_at.is_(None))
    for question in db.scalars(select(Question).where(*mine)).all():
        questions.remove(question, question, db.get_one(Person, whose.id), Remover.AUTHOR, now)


def _answers(whose: Whose) -> Select[Any]:
    mine = (Answer.author_id == whose.id, Answer.removed_at.is_(None))
    return select(Answer.id, Answer.text, Answer.earlier).where(*mine)


def _erase_answers(whose: Whose, now: datetime) -> None:
    mine = (Answer.author_id == whose.id, Answer.removed_at.is_(None))
    found = select(Answer, Question).join(Question, Question.id == Answer.question_id).where(*mine)
    for answer, question in db.execute(found).all():
        questions.remove(question, answer, db.get_one(Person, whose.id), Remover.AUTHOR, now)


PARTS = (
    Part("notes", "Private notes at demonstrations", _notes, _erase_notes),
    Part("questions", "Questions at demonstrations", _questions, _erase_questions),
    Part("answers", "Answers to such questions", _answers, _erase_answers),
)
