"""What a learner finds when they write a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.documents.writing.models import TemplateMove
from lms.practice import queries as practice
from lms.practice.models import Draft, Submission, SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.program.models import Assignment, ProgramClass, TemplateVersion

EARLIER_MOST = 10  # notes that are offered to begin from


@dataclass(frozen=True)
class DocumentHere(AssignmentHere):
    """An assignment that asks for a document, as a cohort has it."""

    newest: TemplateVersion
    """Its template as it is filled in now."""


def document_here(assignment_id: int, cohort: Cohort | None) -> DocumentHere | None:
    """An assignment with its class and its template, if it asks for a document. One statement."""
    if cohort is None:
        return None
    values = {"assignment_id": assignment_id, "program_id": cohort.program_id}
    row = db.execute(_document(), values).first()
    return DocumentHere(row[0], cohort, row[1]) if row and row[0].is_form else None


@cache
def _document() -> Select[Any]:
    other = aliased(TemplateVersion)
    its = (other.program_id == TemplateVersion.program_id, other.slug == TemplateVersion.slug)
    newest = select(func.max(other.number)).where(*its).scalar_subquery()
    named = (TemplateVersion.program_id == ProgramClass.program_id, TemplateVersion.slug == Assignment.template)
    return (
        select(Assignment, TemplateVersion)
        .join(Assignment.program_class)
        .join(TemplateVersion, and_(*named))
        .where(Assignment.id == bindparam("assignment_id"), ProgramClass.program_id == bindparam("program_id"))
        .where(~Assignment.is_pinned, TemplateVersion.number == newest)
        .options(contains_eager(Assignment.program_class))
    )


def template_shown(here: DocumentHere, template_id: int | None) -> TemplateVersion:
    """The version with this number, if it is one of the assignment's template; else the present one."""
    newest = here.newest
    if template_id is None or template_id == newest.id:
        return newest
    found = db.get(TemplateVersion, template_id)
    return found if found and (found.program_id, found.slug) == (newest.program_id, newest.slug) else newest


def last_move(draft: Draft | None) -> TemplateMove | None:
    """How a draft came to its version of the template, with the one that it had before."""
    if draft is None or draft.template_id is None:
        return None
    moves = select(TemplateMove).where(TemplateMove.draft_id == draft.id).options(joinedload(TemplateMove.template))
    return db.scalar(moves.order_by(TemplateMove.id.desc()).limit(1))


def earlier(here: AssignmentHere, learner_id: int) -> Sequence[SubmissionVersion]:
    """What the learner has handed in that is written in the same template, latest first, one of each piece of work."""
    newest = practice.newest_standing(Submission.id)
    mine = (Submission.learner_id == learner_id, SubmissionVersion.erased_at.is_(None))
    named = (TemplateVersion.program_id == here.cohort.program_id, TemplateVersion.slug == here.assignment.template)
    return db.scalars(
        select(SubmissionVersion)
        .join(Submission, SubmissionVersion.id == newest)
        .join(TemplateVersion, TemplateVersion.id == SubmissionVersion.template_id)
        .where(*mine, *named)
        .options(
            contains_eager(SubmissionVersion.submission)
            .joinedload(Submission.assignment)
            .joinedload(Assignment.program_class),
            *practice.whole_form(SubmissionVersion),
        )
        .order_by(SubmissionVersion.handed_in_at.desc(), SubmissionVersion.id.desc())
        .limit(EARLIER_MOST)
    ).all()
