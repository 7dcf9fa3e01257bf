"""What learners of a cohort have practiced, with whom."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Exists, ScalarSelect, Select, and_, distinct, exists, func, select
from sqlalchemy.orm import aliased

from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.queries import is_withdrawn
from lms.roleplays.debrief.models import Debrief
from lms.roleplays.gaps.models import Instead
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.rounds.models import RolePlayGroup, RolePlayRound
from lms.roleplays.rounds.rules import Part
from lms.roleplays.term.rules import Practiced
from lms.roleplays.timing.models import PlayedPart

SIZE = 30  # learners on a page, and in its matrix


def practiced(cohort_id: int, lacking: Part | None, after: str | None) -> Page[Practiced]:
    """Learners of a cohort in the order in which they joined; only those who never practiced a part, if one is given.

    Two statements, however many there are.
    """
    found = cut_at(
        db.execute(limited(_learners(cohort_id, lacking, number_in(after)), SIZE)).all(), lambda row: row.id, SIZE
    )
    parts = _parts(cohort_id, [row.person_id for row in found.rows])
    rows = [
        Practiced(row.name, row.person_id, parts.get(row.person_id, {}), row.missed, row.owed, row.instead)
        for row in found.rows
    ]
    return Page(rows, found.after)


def met(cohort_id: int, people: Collection[int]) -> Mapping[frozenset[int], int]:
    """By pair of these people, in how many groups they have played together. One statement."""
    one, other = aliased(PlayedPart), aliased(PlayedPart)
    rows = (
        select(one.person_id, other.person_id, func.count(distinct(one.group_id)))
        .join(other, and_(other.group_id == one.group_id, other.person_id > one.person_id))
        .where(one.person_id.in_(people), other.person_id.in_(people), one.group_id.in_(_groups(cohort_id)))
        .group_by(one.person_id, other.person_id)
    )
    return {frozenset({first, second}): count for first, second, count in db.execute(rows)}


def _groups(cohort_id: int) -> Select[tuple[int]]:
    rounds = select(RolePlayRound.id).where(RolePlayRound.cohort_id == cohort_id)
    return select(RolePlayGroup.id).where(RolePlayGroup.round_id.in_(rounds))


def _counting(cohort_id: int) -> list[Any]:
    """Conditions under which a played part counts (`debrief.rules.counts`)."""
    came = exists().where(
        Attendance.group_id == PlayedPart.group_id,
        Attendance.person_id == PlayedPart.person_id,
        Attendance.came_at.is_not(None),
    )
    return [PlayedPart.group_id.in_(_groups(cohort_id)), _sent(), came]


def _sent() -> Exists:
    """Whether whoever played a part has sent the debrief."""
    return exists().where(
        Debrief.group_id == PlayedPart.group_id,
        Debrief.person_id == PlayedPart.person_id,
        Debrief.sent_at.is_not(None),
    )


def _learners(cohort_id: int, lacking: Part | None, after: int | None) -> Select[Any]:
    rows = (
        select(
            Enrollment.id,
            Enrollment.person_id,
            Person.name,
            _owed(cohort_id).label("owed"),
            _missed(cohort_id).label("missed"),
            _instead(cohort_id).label("instead"),
        )
        .join(Person, Person.id == Enrollment.person_id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
        .order_by(Enrollment.id)
    )
    if lacking:
        has = exists().where(PlayedPart.person_id == Enrollment.person_id, PlayedPart.part == lacking)
        rows = rows.where(~has.where(*_counting(cohort_id)))
    return rows.where(Enrollment.id > after) if after else rows


def _parts(cohort_id: int, people: Collection[int]) -> dict[int, dict[Part, int]]:
    rows = select(PlayedPart.person_id, PlayedPart.part, func.count()).where(PlayedPart.person_id.in_(people))
    found: dict[int, dict[Part, int]] = {}
    for person_id, part, count in db.execute(
        rows.where(*_counting(cohort_id)).group_by(PlayedPart.person_id, PlayedPart.part)
    ):
        found.setdefault(person_id, {})[part] = count
    return found


def _owed(cohort_id: int) -> ScalarSelect[int]:
    """In how many groups somebody has played without having sent the debrief."""
    mine = (PlayedPart.person_id == Enrollment.person_id, PlayedPart.group_id.in_(_groups(cohort_id)))
    return select(func.count(distinct(PlayedPart.group_id))).where(*mine, ~_sent()).scalar_subquery()


def _missed(cohort_id: int) -> ScalarSelect[int]:
    """At how many meetings somebody was missed."""
    mine = (Attendance.person_id == Enrollment.person_id, Attendance.group_id.in_(_groups(cohort_id)))
    return select(func.count()).where(*mine, Attendance.missed_at.is_not(None)).scalar_subquery()


def _instead(cohort_id: int) -> ScalarSelect[int]:
    """How many exercises somebody has handed in where their role play didn't come about."""
    handed_in = (
        exists()
        .where(
            Submission.assignment_id == Instead.assignment_id,
            Submission.cohort_id == cohort_id,
            Submission.learner_id == Instead.person_id,
            SubmissionVersion.submission_id == Submission.id,
            SubmissionVersion.handed_in_at >= Instead.at,
            ~is_withdrawn(SubmissionVersion.id),
        )
        .correlate(Instead)
    )
    mine = (Instead.person_id == Enrollment.person_id, Instead.group_id.in_(_groups(cohort_id)))
    return select(func.count()).select_from(Instead).where(*mine, handed_in).scalar_subquery()
