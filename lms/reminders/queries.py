"""Who has what before them: a fixed number of statements, whatever there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.core.db import db
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.extensions.models import Extension
from lms.practice.extensions.queries import extension_of
from lms.practice.extensions.rules import FARTHEST
from lms.practice.groups.models import founder_of
from lms.practice.models import Submission
from lms.program.models import Assignment, ProgramClass
from lms.reminders import rules
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import RolePlayGroup


@dataclass(frozen=True)
class Due:
    """Work that one learner hasn't handed in, and when it is due for them."""

    learner: Person
    assignment: Assignment
    cohort: Cohort
    at: datetime


def work_due(now: datetime) -> list[Due]:
    """What learners haven't handed in of what is due tomorrow for them, with the time they were granted. Three
    statements."""
    running = _cohorts_running(now)
    times = cohorts.due_times_in(*running)
    near = [place for place, at in times.items() if now < at <= now + rules.DUE_AHEAD]
    granted = and_(Extension.until_at > now, Extension.until_at <= now + rules.DUE_AHEAD)
    whose = (Submission.assignment_id == Assignment.id, Submission.cohort_id == Cohort.id)
    rows = db.execute(
        select(Person, Assignment, Cohort, Extension)
        .select_from(Enrollment)
        .join(Enrollment.person)
        .join(Enrollment.cohort)
        .join(ProgramClass, ProgramClass.program_id == Cohort.program_id)
        .join(Assignment, Assignment.class_id == ProgramClass.id)
        .outerjoin(Submission, and_(*whose, Submission.learner_id == founder_of(Assignment.id, Cohort.id, Person.id)))
        .outerjoin(Extension, extension_of(Assignment.id, Cohort.id, Person.id))
        .where(
            Cohort.id.in_([cohort.id for cohort in running]),
            Enrollment.role == Role.LEARNER,
            Enrollment.ended_at.is_(None),
            ~Assignment.is_pinned,
            ~Assignment.is_retired,
            or_(Submission.id.is_(None), ~Submission.is_handed_in),
            or_(tuple_(Cohort.id, Assignment.id).in_(near), granted),
        )
        .order_by(Person.id, Assignment.id)
    )
    found = [
        Due(learner, assignment, cohort, practice.due(assignment, times[cohort.id, assignment.id], extension).at)
        for learner, assignment, cohort, extension in rows
        if (cohort.id, assignment.id) in times
    ]
    return [due for due in found if rules.is_due_tomorrow(due.at, now, due.learner.zone)]


def classes_coming(now: datetime) -> Sequence[ClassSession]:
    """The classes that begin within a day, each with its cohort and authored class. One statement."""
    soon = (ClassSession.starts_at > now, ClassSession.starts_at <= now + rules.CLASS_TOMORROW)
    return db.scalars(
        select(ClassSession)
        .where(*soon)
        .options(
            joinedload(ClassSession.cohort, innerjoin=True), joinedload(ClassSession.program_class, innerjoin=True)
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    ).all()


def role_plays_coming(now: datetime) -> Sequence[RolePlayGroup]:
    """Groups that meet within a day, each with all that is in it. Two statements."""
    return rounds.groups_meeting(now, now + rules.CLASS_TOMORROW)


def everybody_in(cohort_ids: Sequence[int]) -> Sequence[Enrollment]:
    """Who takes part in these cohorts, each with the person. One statement."""
    return db.scalars(
        select(Enrollment)
        .join(Enrollment.person)
        .where(Enrollment.cohort_id.in_(cohort_ids), Enrollment.ended_at.is_(None))
        .options(contains_eager(Enrollment.person))
        .order_by(Enrollment.id)
    ).all()


def _cohorts_running(now: datetime) -> Sequence[Cohort]:
    """Cohorts of which anything can still be due: work can be put off for so long after its class."""
    recent = select(ClassSession.cohort_id).where(ClassSession.ends_at > now - 2 * FARTHEST)
    return db.scalars(select(Cohort).where(Cohort.id.in_(recent)).order_by(Cohort.id)).all()
