"""What lies before a learner, or their group, at an assignment; and what they did of it before, or elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from lms.core.db import db
from lms.practice.extensions import queries as extensions
from lms.practice.extensions.queries import Time
from lms.practice.groups.models import Contributor, colleagues_of, founder_of
from lms.practice.groups.rules import Colleague, colleagues_in
from lms.practice.models import Draft, Submission, SubmissionVersion, Take, WorkFile
from lms.practice.queries import AssignmentHere, is_whose, whole_form, whose
from lms.practice.rules import NO_ANSWERS
from lms.program.rules import PracticeKind

APART_MOST = 20  # versions of other groups that are shown


@dataclass(frozen=True)
class Desk:
    """What lies before a learner, or their group, at an assignment."""

    draft: Draft | None
    """With its files; of a drill with its takes and their videos instead."""
    time: Time
    """What was granted to the learner, and what they asked for."""
    others: Sequence[Colleague] = ()
    """Who does it with them, by name."""
    has_apart: bool = False
    """Whether they did something of it before they came into this group."""


def desk(here: AssignmentHere, learner_id: int) -> Desk:
    """What lies before a learner. One statement."""
    is_drill, is_shared = here.assignment.kind is PracticeKind.DRILL, here.assignment.is_shared
    row = db.execute(_desk(is_drill, is_shared), whose(here, learner_id)).unique(lambda row: row[2]).one()
    extension, request, found, *group = row
    time = Time(extension, request)
    if not is_shared:
        return Desk(found, time)
    people, *is_apart = group
    return Desk(found, time, [one for one in colleagues_in(people) if one.id != learner_id], any(is_apart))


@cache
def _desk(is_drill: bool, is_shared: bool) -> Select[Any]:
    with_draft = extensions.time().outerjoin(Draft, and_(*is_whose(Draft))).add_columns(Draft)
    takes = joinedload(Draft.takes).joinedload(Take.video)
    asked = with_draft.options(takes if is_drill else joinedload(Draft.files), *whole_form(Draft))
    if not is_shared:
        return asked
    place = (bindparam("assignment_id"), bindparam("cohort_id"), bindparam("learner_id"))
    other, has_words = aliased(Draft), aliased(WorkFile)
    has_any = or_(other.text != "", other.answers != NO_ANSWERS, exists().where(has_words.draft_id == other.id))
    return asked.add_columns(
        colleagues_of(*place),
        exists().where(*_is_apart(other), other.learner_id == place[2], has_any),
        exists().where(*_was_handed_in_apart()),
    )


def _is_apart(table: Any) -> tuple[ColumnElement[bool], ...]:
    """Of drafts and submissions: on this assignment, and not where the work of the learner's group lies."""
    places = (bindparam("assignment_id"), bindparam("cohort_id"))
    its = (table.assignment_id == places[0], table.cohort_id == places[1])
    return *its, table.learner_id != founder_of(*places, bindparam("learner_id"))


def _was_handed_in_apart() -> tuple[ColumnElement[bool], ...]:
    """Of versions and their submissions: handed in for the learner, by themselves or with another group."""
    for_them = exists().where(
        Contributor.version_id == SubmissionVersion.id, Contributor.person_id == bindparam("learner_id")
    )
    mine = or_(Submission.learner_id == bindparam("learner_id"), for_them)
    return Submission.id == SubmissionVersion.submission_id, *_is_apart(Submission), mine


@dataclass(frozen=True)
class Apart:
    """What somebody did of a shared assignment before they came into their group, or with another one."""

    draft: Draft | None
    """With its files."""
    versions: Sequence[SubmissionVersion]
    """Latest first, without the texts."""


def apart(here: AssignmentHere, learner_id: int) -> Apart:
    """What lies apart from the work of somebody's group. Two statements."""
    mine = select(Draft).where(*_is_apart(Draft), Draft.learner_id == bindparam("learner_id"))
    handed_in = (
        select(SubmissionVersion)
        .join(SubmissionVersion.submission)
        .where(*_was_handed_in_apart())
        .options(
            defer(SubmissionVersion.text),
            contains_eager(SubmissionVersion.submission),
            joinedload(SubmissionVersion.withdrawal),
        )
        .order_by(SubmissionVersion.handed_in_at.desc(), SubmissionVersion.id.desc())
        .limit(APART_MOST)
    )
    values = whose(here, learner_id)
    found = db.scalars(mine.options(joinedload(Draft.files), *whole_form(Draft)), values).unique().one_or_none()
    return Apart(found, db.scalars(handed_in, values).all())
