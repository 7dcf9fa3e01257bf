"""What people do with questions."""

from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.words import Remover
from lms.moments.questions import queries, rules
from lms.moments.questions.events import QuestionAnswered, QuestionAsked
from lms.moments.questions.models import Acceptance, Answer, Question
from lms.people.models import Person
from lms.program.models import Demonstration


def ask(
    demonstration: Demonstration, cohort_id: int, asker: Person, at_ms: int, text: str, key: str, now: datetime
) -> Question:
    """Ask a cohort something at a moment; from now on it waits. The same key again gives the question there is."""
    if asked := queries.question_by_key(asker.id, key):
        return asked
    question = Question(
        cohort_id=cohort_id,
        demonstration_id=demonstration.id,
        asker_id=asker.id,
        at_ms=at_ms,
        text=text,
        key=key,
        asked_at=now,
        waiting_since=now,
    )
    db.add(question)
    db.flush()
    publish(QuestionAsked(question, demonstration, asker))
    return question


def answer(question: Question, author: Person, by_trainer: bool, text: str, key: str, now: datetime) -> Answer:
    """Say something to a question. A trainer's answer ends the waiting. The same key again gives what there is."""
    if said := queries.answer_by_key(author.id, key):
        return said
    if question.removed_at:
        raise Refused("This question was taken away meanwhile. Your answer is still in the field.", "text")
    if queries.answers_count(question.id) >= rules.ANSWERS_MOST:
        raise Refused(f"This question has {rules.ANSWERS_MOST} answers already. Please ask a new one.", "text")
    made = Answer(question_id=question.id, author_id=author.id, by_trainer=by_trainer, text=text, key=key, said_at=now)
    db.add(made)
    db.flush()
    _let_wait(question)
    publish(QuestionAnswered(question, made, author))
    return made


def change(said: Question | Answer, text: str, seen: int, now: datetime) -> None:
    """Give what one has said other words; the earlier ones stay to be read. Raises as `Worded.reword`."""
    said.reword(text, seen, now)


def accept(question: Question, answer: Answer, now: datetime) -> None:
    """The asker has what they need from this answer: it waits no longer."""
    if answer.removed_at:
        raise Refused("This answer was taken away meanwhile.")
    db.merge(Acceptance(question_id=question.id, answer_id=answer.id, accepted_at=now))
    db.flush()
    _let_wait(question)


def unaccept(question: Question) -> None:
    """Take that back; where no trainer has answered, it waits again, at its old place."""
    if accepted := queries.acceptance(question.id):
        db.delete(accepted)
        db.flush()
    _let_wait(question)


def remove(question: Question, said: Question | Answer, by: Person, as_what: Remover, now: datetime) -> None:
    """Take away a question, or an answer to it: the words are erased for good, and as what they were stays.

    That somebody else did it is kept in the audit log. A question whose only answer by a trainer is gone waits again.
    """
    if said.removed_at:
        return
    said.erase_words(as_what, now)
    if isinstance(said, Answer) and (accepted := queries.acceptance(question.id)) and accepted.answer_id == said.id:
        db.delete(accepted)
    db.flush()
    _let_wait(question)
    if as_what is not Remover.AUTHOR:
        is_question = isinstance(said, Question)
        audit.record(
            Deed.WORDS_REMOVED,
            (Kind.QUESTION if is_question else Kind.ANSWER, said.id),
            actor_id=by.id,
            person_id=said.asker_id if isinstance(said, Question) else said.author_id,
            cohort_id=question.cohort_id,
            now=now,
            removed_as=as_what,
        )


def _let_wait(question: Question) -> None:
    is_accepted = queries.acceptance(question.id) is not None
    has_answer = queries.has_trainers_answer(question.id)
    is_removed = question.removed_at is not None
    question.waiting_since = rules.waiting_since(question.asked_at, is_accepted, has_answer, is_removed)
