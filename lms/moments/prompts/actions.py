"""What trainers and learners do with prompts."""

from dataclasses import dataclass
from datetime import datetime

from lms.core import words
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.timecode import timecode
from lms.moments.prompts import queries, rules
from lms.moments.prompts.models import Prompt, Skipping
from lms.moments.prompts.rules import AnsweredBy
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import Draft, SubmissionVersion, Take
from lms.practice.queries import AssignmentHere
from lms.practice.rules import NOTHING_RECORDED, Reflection
from lms.program.models import Assignment, Demonstration
from lms.program.rules import PracticeKind
from lms.videos import actions as videos
from lms.videos.actions import Source


@dataclass(frozen=True)
class RecordedAnswer:
    """What comes with an answer: the key of its upload, whether the word that goes with it was given, and its bytes;
    None where they have become a video already."""

    key: str
    is_attested: bool
    source: Source | None


def set_prompt(
    demonstration: Demonstration,
    cohort_id: int,
    author: Person,
    at_ms: int,
    question: str,
    expert: str,
    key: str,
    now: datetime,
    answered_by: AnsweredBy = AnsweredBy.EITHER,
) -> Prompt:
    """Have a demonstration ask a cohort something at a moment. The same key again gives the prompt that there is."""
    slug = rules.slug(cohort_id, key)
    if made := queries.by_slug(demonstration.class_id, slug):
        return made
    if len(queries.settings(cohort_id, demonstration.id)) >= rules.PROMPTS_MOST:
        raise Refused(f"There are {rules.PROMPTS_MOST} prompts here already. Please take one out first.", "question")
    assignment = _assignment(demonstration, slug, at_ms)
    prompt = Prompt(
        cohort_id=cohort_id,
        demonstration_id=demonstration.id,
        assignment_id=assignment.id,
        author_id=author.id,
        at_ms=at_ms,
        question=question,
        expert=expert,
        answered_by=answered_by,
        set_at=now,
    )
    db.add(prompt)
    db.flush()
    return prompt


def change(prompt: Prompt, question: str, expert: str, answered_by: AnsweredBy, seen: int) -> None:
    """Give a prompt other words, or another way to be answered. Its question stays once somebody has answered it.

    Raises Conflict where it was changed elsewhere since it had been so `seen` times.
    """
    if (prompt.question, prompt.expert, prompt.answered_by) == (question, expert, answered_by):
        return
    if prompt.changes != seen:
        raise Conflict(words.STANDS_ABOVE)
    if prompt.question != question and queries.is_answered(prompt):
        raise Refused(
            "Somebody has answered this question already. Please take it out and set another one.", "question"
        )
    prompt.question, prompt.expert, prompt.answered_by = question, expert, answered_by
    prompt.changes += 1


def take_out(prompt: Prompt, now: datetime) -> None:
    """Ask nobody any more. What was answered, and what the expert says, stays for those who have answered."""
    prompt.taken_out_at = prompt.taken_out_at or now
    prompt.assignment.is_retired = True


def check_asked(prompt: Prompt, asked: str) -> None:
    """Raises Refused where the prompt asks something else by now than what is answered."""
    if prompt.asked != asked:
        raise Refused(
            "What is asked here was changed while you answered. It stands above as it is now; your words are still "
            "in the field. Change them if you like, then send them again, with your recording if you made one.",
            "text",
        )


def answer(
    prompt: Prompt, learner: Person, text: str, now: datetime, recorded: RecordedAnswer | None = None
) -> SubmissionVersion:
    """Hand in what a learner would say: as home practice is handed in, each answer the next version.

    A recording is a take of the draft. The same once more gives the version that there is. Raises Refused where the
    recording isn't there any more, the word that goes with it wasn't given, or nobody is asked any more.
    """
    here = AssignmentHere(prompt.assignment, prompt.cohort)
    draft = practice.open_draft(here, learner, now)
    said = NOTHING_RECORDED
    if recorded:
        take = _take(here, draft, learner, recorded, now)
        said = Reflection(frozenset([take.id]), is_attested=recorded.is_attested)
    return practice.hand_in(here, learner, text, draft.saved, now, said)


def skip(prompt: Prompt, person_id: int, now: datetime) -> None:
    """Go on without an answer."""
    added(Skipping(prompt_id=prompt.id, person_id=person_id, skipped_at=now))


def ask_again(prompt: Prompt, person_id: int) -> None:
    """Be asked at that moment again."""
    if skipping := queries.skipping(prompt.id, person_id):
        db.delete(skipping)


def _take(here: AssignmentHere, draft: Draft, learner: Person, recorded: RecordedAnswer, now: datetime) -> Take:
    """What was recorded, in place of the takes of earlier answers: those answers keep them."""
    before = work.takes_of(draft)
    if found := next((take for take in before if take.video.key == recorded.key), None):
        return found
    if recorded.source is None:
        raise Refused("This recording isn't here any more. Please record it again.")
    for take in before:
        practice.remove_take(take, now)
    return practice.add_take(here, learner, videos.take(recorded.source, learner, now), now)


def _assignment(demonstration: Demonstration, slug: str, at_ms: int) -> Assignment:
    """What answers are handed in for. Nothing of the question stands in it: mails and lists say its title, which the
    moment tells apart."""
    made = Assignment(
        class_id=demonstration.class_id,
        slug=slug,
        title=f"Prompt at {timecode(at_ms)} in “{demonstration.title}”"[:200],
        kind=PracticeKind.TEXT,
        brief="",
        minutes=rules.MINUTES,
        competencies=[],
        is_pinned=True,
    )
    db.add(made)
    db.flush()
    return made
