"""Answering, commenting, talking, opening."""

from collections.abc import Mapping
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.words import Remover
from lms.documents.cases import queries, rules
from lms.documents.cases.models import CaseAnswer, CaseCommentary, CaseMessage, CaseNotesRelease, CaseOpening
from lms.documents.cases.queries import CaseHere, MessageHere, StageHere
from lms.people.models import Person

ELSEWHERE = (
    "This was saved in another window after you had opened it here. Nothing was overwritten: your words are still in "
    "the field, and saving again keeps yours."
)


def save(at: StageHere, person_id: int, said: Mapping[str, str], seen: int, now: datetime) -> CaseAnswer:
    """Keep answers as they are typed.

    Raises Refused once they are handed in, Conflict where another window saved something else since `seen`.
    """
    answer = _answer(at, person_id)
    kept = rules.answers(said, len(at.stage.questions))
    if kept == answer.answers:
        return answer
    if answer.handed_in_at:
        raise Refused("Your answers are handed in and stay as they are.")
    if answer.saved != seen:
        raise Conflict(ELSEWHERE)
    answer.answers, answer.saved, answer.saved_at = kept, answer.saved + 1, now
    return answer


def hand_in(at: StageHere, person_id: int, said: Mapping[str, str], seen: int, now: datetime) -> None:
    """Hand in the answers to a stage for good; the next one opens. Raises Refused while a question has none."""
    answer = save(at, person_id, said, seen, now)
    if left := rules.unanswered(answer.answers, len(at.stage.questions)):
        raise Refused("Please answer this question, too: the next stage opens after all of them.", f"answer-{left[0]}")
    if answer.handed_in_at is None:
        answer.asked = [at.stage.story, *at.stage.questions]
        answer.handed_in_at = now


def comment(at: StageHere, trainer_id: int, text: str, seen: int, is_released: bool, now: datetime) -> CaseCommentary:
    """Write what a cohort's trainers say of a stage; once it is released, it stays so and can still be changed.

    Raises Conflict where another window or trainer saved something else since `seen`, Refused for releasing nothing.
    """
    found = queries.commentary(at)
    if found is None:
        added(CaseCommentary(**at.key, author_id=trainer_id, text="", saved=0))
        found = queries.commentary(at)
        assert found
    if found.text != text:
        if found.saved != seen:
            raise Conflict(ELSEWHERE, "text")
        found.text, found.author_id, found.saved, found.saved_at = text, trainer_id, found.saved + 1, now
    if is_released and not text.strip():
        raise Refused("Please write something before you release it.", "text")
    if is_released:
        found.released_at = found.released_at or now
    return found


def say(at: StageHere, author: Person, by_trainer: bool, text: str, key: str, now: datetime) -> CaseMessage:
    """Say something about a stage. The same key again gives what there is."""
    if said := queries.message_by_key(author.id, key):
        return said
    if queries.messages_count(at) >= rules.MESSAGES_MOST:
        raise Refused(f"{rules.MESSAGES_MOST} messages stand here already, as many as there can be.", "text")
    made = CaseMessage(**at.key, author_id=author.id, by_trainer=by_trainer, text=text, key=key, said_at=now)
    db.add(made)
    db.flush()
    return made


def remove(found: MessageHere, by: Person, as_what: Remover, now: datetime) -> None:
    """Erase a message for good; as what somebody did it stays, and the audit log knows who, if not its author."""
    said = found.message
    if said.removed_at:
        return
    said.erase_words(as_what, now)
    db.flush()
    if as_what is not Remover.AUTHOR:
        audit.record(
            Deed.WORDS_REMOVED,
            (Kind.CASE_MESSAGE, said.id),
            actor_id=by.id,
            person_id=said.author_id,
            cohort_id=said.cohort_id,
            now=now,
            removed_as=as_what,
        )


def open_stage(here: CaseHere, stage: int, person_id: int, by_id: int, now: datetime) -> None:
    """Let a learner read up to a stage. Raises Refused where there is no such stage or learner."""
    if not 1 <= stage <= len(here.stages) or not queries.learner(here, person_id):
        raise Refused("There is no such stage, or they don't learn in this cohort any more. Nothing was opened.")
    added(
        CaseOpening(
            case_id=here.case.id, cohort_id=here.cohort.id, stage=stage, person_id=person_id, by_id=by_id, opened_at=now
        )
    )


def release_notes(here: CaseHere, by_id: int, now: datetime) -> None:
    """Let a cohort read the notes now, whoever hasn't answered yet."""
    added(CaseNotesRelease(case_id=here.case.id, cohort_id=here.cohort.id, by_id=by_id, released_at=now))


def _answer(at: StageHere, person_id: int) -> CaseAnswer:
    if at.own:
        return at.own
    made = CaseAnswer(**at.key, person_id=person_id, answers={}, asked=[], saved=0)
    if not added(made):
        raise Conflict(ELSEWHERE)
    return made
