"""What people see of prompts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.access.viewer import Facts
from lms.core.db import db
from lms.demonstrations.cards import Card
from lms.moments.prompts.models import Prompt, Skipping
from lms.practice import queries as practice
from lms.practice.models import Recording, Submission, SubmissionVersion
from lms.program.models import Assignment, Demonstration


@dataclass(frozen=True)
class PromptHere:
    """A prompt, and its demonstration as the viewer meets it in the prompt's cohort."""

    prompt: Prompt
    card: Card

    @property
    def facts(self) -> Facts:
        return self.card.facts


@dataclass(frozen=True)
class Asking:
    """A prompt as a learner meets it: with their latest answer, or whether they have skipped it."""

    prompt: Prompt
    answer: SubmissionVersion | None
    is_skipped: bool
    recordings: Sequence[Recording]
    """Of that answer."""

    @property
    def is_pending(self) -> bool:
        """Whether the video still pauses for it."""
        return self.answer is None and not self.is_skipped and self.prompt.taken_out_at is None


@dataclass(frozen=True)
class Setting:
    """A prompt as trainers see it: with how many have answered."""

    prompt: Prompt
    answers: int


def asking(cohort_id: int, demonstration_id: int, learner_id: int, also: int | None = None) -> list[Asking]:
    """What a demonstration asks one learner, by time, and what it has asked; `also` the prompt with this number, for
    somebody whose answer comes after it was taken out. Two statements."""
    other = aliased(SubmissionVersion)
    latest = select(func.max(other.number)).where(other.submission_id == Submission.id).scalar_subquery()
    mine = and_(
        Submission.assignment_id == Prompt.assignment_id,
        Submission.cohort_id == Prompt.cohort_id,
        Submission.learner_id == learner_id,
    )
    newest = and_(SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == latest)
    found = db.execute(
        select(Prompt, SubmissionVersion, Skipping.prompt_id.is_not(None))
        .outerjoin(Submission, mine)
        .outerjoin(SubmissionVersion, newest)
        .outerjoin(Skipping, and_(Skipping.prompt_id == Prompt.id, Skipping.person_id == learner_id))
        .where(Prompt.cohort_id == cohort_id, Prompt.demonstration_id == demonstration_id)
        .where(or_(Prompt.taken_out_at.is_(None), Submission.id.is_not(None), Prompt.id == also))
        .order_by(Prompt.at_ms, Prompt.id)
    ).all()
    recordings = practice.recordings_in(*(answer.id for _, answer, _ in found if answer))
    return [
        Asking(prompt, answer, is_skipped, [one for one in recordings if answer and one.version_id == answer.id])
        for prompt, answer, is_skipped in found
    ]


def settings(cohort_id: int, demonstration_id: int) -> list[Setting]:
    """What a demonstration asks a cohort, by time. One statement."""
    answers = (
        select(func.count()).select_from(Submission).where(Submission.assignment_id == Prompt.assignment_id)
    ).scalar_subquery()
    rows = db.execute(
        select(Prompt, answers)
        .where(Prompt.cohort_id == cohort_id, Prompt.demonstration_id == demonstration_id)
        .where(Prompt.taken_out_at.is_(None))
        .order_by(Prompt.at_ms, Prompt.id)
    )
    return [Setting(*row) for row in rows]


def prompt(prompt_id: int) -> Prompt | None:
    """One prompt as it is this moment, held until the transaction ends."""
    return _one(Prompt.id == prompt_id)


def of_assignment(assignment_id: int) -> Prompt | None:
    """The prompt whose answers are handed in for this assignment."""
    return _one(Prompt.assignment_id == assignment_id)


def by_slug(class_id: int, slug: str) -> Prompt | None:
    """The prompt whose assignment has this short name."""
    named = select(Assignment.id).where(Assignment.class_id == class_id, Assignment.slug == slug)
    return _one(Prompt.assignment_id.in_(named))


def is_answered(prompt: Prompt) -> bool:
    """Whether anybody has answered it."""
    return db.scalar(select(Submission.id).where(Submission.assignment_id == prompt.assignment_id).limit(1)) is not None


def skipping(prompt_id: int, person_id: int) -> Skipping | None:
    """That somebody has skipped it."""
    return db.get(Skipping, (prompt_id, person_id))


def _one(which: ColumnElement[bool]) -> Prompt | None:
    demonstration = joinedload(Prompt.demonstration, innerjoin=True)
    return db.scalar(
        select(Prompt)
        .where(which)
        .options(
            joinedload(Prompt.assignment, innerjoin=True),
            joinedload(Prompt.cohort, innerjoin=True),
            demonstration.joinedload(Demonstration.program_class, innerjoin=True),
        )
        .with_for_update(of=Prompt)
        .execution_options(populate_existing=True)
    )
