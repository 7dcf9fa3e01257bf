"""What people see of cohorts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access.viewer import ANYBODY, Viewer
from lms.cohorts import rules
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, number_in
from lms.notices.queries import unread_count
from lms.people import queries as people
from lms.people.models import Closing, Person, SignIn
from lms.program.models import Assignment, Handout, Program, ProgramClass

TRAINERS_MOST = 100  # offered where a cohort is made; others are invited
COHORTS_MOST = 200  # in the list of a coordinator; older ones by search


@dataclass(frozen=True)
class Present:
    """Who a cookie belongs to, and where they take part: first the cohort whose class runs or comes next."""

    sign_in: SignIn
    enrollments: Sequence[Enrollment]
    """Each with its cohort and program."""
    unread: int
    """How much their bell says."""


def present(secret: str, now: datetime) -> Present | None:
    """Who has signed in with the secret of a cookie, unless that has ended or expired. One statement."""
    rows = db.execute(_present(), people.cookie_asked(secret, now) | {"now": now}).all()
    if not rows:
        return None
    sign_in: SignIn = rows[0][0]
    sign_in.secret = secret
    return Present(sign_in, [enrollment for _, enrollment, _ in rows if enrollment], rows[0][2])


@cache  # asked by every request, so written once: putting a statement together costs more than its answer
def _present() -> Select[tuple[SignIn, Enrollment | None, int]]:
    here = and_(Enrollment.person_id == SignIn.person_id, Enrollment.ended_at.is_(None))
    return (
        people.sign_in_of()
        .outerjoin(Enrollment, here)
        .add_columns(Enrollment, unread_count(SignIn.person_id))
        .options(joinedload(Enrollment.cohort).joinedload(Cohort.program))
        .order_by(*_soonest(Enrollment.cohort_id), Enrollment.since.desc(), Enrollment.id.desc())
    )


def _soonest(cohort_id: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
    """Order of cohorts by what they hold next after `now`; those that hold nothing more come last."""
    coming = (ClassSession.cohort_id == cohort_id, ClassSession.ends_at > bindparam("now"))
    next_at = select(func.min(ClassSession.starts_at)).where(*coming).scalar_subquery()
    return next_at.is_(None), next_at


def viewer_of(person: Person | None, enrollments: Sequence[Enrollment]) -> Viewer:
    """The person as the table of permissions sees them."""
    if person is None:
        return ANYBODY
    return Viewer(
        person_id=person.id,
        name=person.name,
        zone=person.zone,
        is_coordinator=person.is_coordinator,
        is_operator=person.is_operator,
        learner_in=frozenset(e.cohort_id for e in enrollments if e.role is Role.LEARNER),
        trainer_in=frozenset(e.cohort_id for e in enrollments if e.role is Role.TRAINER),
    )


def cohort(slug: str) -> Cohort | None:
    """A cohort with its program."""
    return db.scalar(select(Cohort).where(Cohort.slug == slug).options(joinedload(Cohort.program)))


def cohort_by_id(cohort_id: int | None) -> Cohort | None:
    """A cohort by its number."""
    return db.get(Cohort, cohort_id) if cohort_id else None


def soonest_cohort(now: datetime) -> Cohort | None:
    """What a coordinator looks at before choosing one: the cohort whose class runs or comes next, else the newest."""
    cohorts = select(Cohort).options(joinedload(Cohort.program))
    return db.scalar(
        cohorts.order_by(*_soonest(Cohort.id), Cohort.first_on.desc(), Cohort.id.desc()).limit(1), {"now": now}
    )


def sessions_of(*cohort_ids: int) -> Sequence[ClassSession]:
    """The dated classes of cohorts in order, each with its authored class."""
    return db.scalars(_sessions(), {"cohort_ids": cohort_ids}).all()


@cache
def _sessions() -> Select[tuple[ClassSession]]:
    return (
        select(ClassSession)
        .join(ClassSession.program_class)
        .where(ClassSession.cohort_id.in_(bindparam("cohort_ids", expanding=True)))
        .options(
            contains_eager(ClassSession.program_class).load_only(
                ProgramClass.slug, ProgramClass.number, ProgramClass.title, ProgramClass.arc
            )
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )


def session(slug: str, number: int) -> ClassSession | None:
    """One dated class of a cohort, by the cohort's slug and the class's number, with its handouts' titles."""
    return db.scalars(_session(), {"slug": slug, "number": number}).unique().one_or_none()


@cache
def _session() -> Select[tuple[ClassSession]]:
    return (
        select(ClassSession)
        .join(ClassSession.cohort)
        .join(Cohort.program)
        .join(ClassSession.program_class)
        .where(Cohort.slug == bindparam("slug"), ProgramClass.number == bindparam("number"))
        .options(
            contains_eager(ClassSession.program_class).joinedload(ProgramClass.handouts).defer(Handout.text),
            contains_eager(ClassSession.cohort).contains_eager(Cohort.program),
        )
    )


def due_times(cohort: Cohort) -> dict[int, datetime]:
    """By assignment id, when it is due in this cohort."""
    return {assignment_id: at for (_, assignment_id), at in due_times_in(cohort).items()}


def due_times_in(*cohorts: Cohort) -> dict[tuple[int, int], datetime]:
    """By cohort id and assignment id, when it is due there. One statement."""
    rows = db.execute(_assignments_and_dates(), {"cohort_ids": [cohort.id for cohort in cohorts]}).all()
    times: dict[tuple[int, int], datetime] = {}
    for cohort in cohorts:
        here = [row for row in rows if row.cohort_id == cohort.id]
        starts = list(dict.fromkeys((row.class_id, row.starts_at) for row in here))
        index = {class_id: at for at, (class_id, _) in enumerate(starts)}
        instants = [starts_at for _, starts_at in starts]
        for row in here:
            if row.id is not None:
                due_at = rules.due_at(instants, index[row.class_id], row.due_days_after, cohort.zone)
                times[cohort.id, row.id] = due_at
    return times


@cache
def _assignments_and_dates() -> Select[Any]:
    return (
        select(
            ClassSession.cohort_id,
            Assignment.id,
            ClassSession.class_id,
            ClassSession.starts_at,
            Assignment.due_days_after,
        )
        .select_from(ClassSession)
        .outerjoin(Assignment, and_(Assignment.class_id == ClassSession.class_id, ~Assignment.is_pinned))
        .where(ClassSession.cohort_id.in_(bindparam("cohort_ids", expanding=True)))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )


def work_named(assignment_ids: Collection[int]) -> Sequence[tuple[int, int, str]]:
    """Id, number of the class, and title of assignments, in the order of the classes."""
    rows = (
        select(Assignment.id, ProgramClass.number, Assignment.title)
        .join(ProgramClass, ProgramClass.id == Assignment.class_id)
        .where(Assignment.id.in_(assignment_ids))
        .order_by(ProgramClass.number, Assignment.id)
    )
    return [tuple(row) for row in db.execute(rows)]


def next_class_of(cohort_id: int, now: datetime) -> ClassSession | None:
    """What a cohort holds now or next."""
    return next((session for session in sessions_of(cohort_id) if session.ends_at > now), None)


def cohorts_seen_by(viewer: Viewer) -> Sequence[tuple[Cohort, int, int]]:
    """Cohorts that a coordinator or trainer runs, newest first, each with its counts of learners and trainers."""
    counts = (
        select(
            Enrollment.cohort_id,
            func.count().filter(Enrollment.role == Role.LEARNER).label("learners"),
            func.count().filter(Enrollment.role == Role.TRAINER).label("trainers"),
        )
        .where(Enrollment.ended_at.is_(None))
        .group_by(Enrollment.cohort_id)
        .subquery()
    )
    rows = select(Cohort, func.coalesce(counts.c.learners, 0), func.coalesce(counts.c.trainers, 0)).outerjoin(
        counts, counts.c.cohort_id == Cohort.id
    )
    if not viewer.is_coordinator:
        rows = rows.where(Cohort.id.in_(viewer.trainer_in))
    return [
        tuple(row) for row in db.execute(rows.order_by(Cohort.first_on.desc(), Cohort.id.desc()).limit(COHORTS_MOST))
    ]


def participants_page(cohort_id: int, after: str | None, size: int = 50) -> Page[Enrollment]:
    """A page of participants, in the order of enrolling."""
    last = number_in(after) or 0
    rows = db.scalars(
        select(Enrollment)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.ended_at.is_(None), Enrollment.id > last)
        .options(joinedload(Enrollment.person))
        .order_by(Enrollment.id)
        .limit(size + 1)
    ).all()
    return Page(rows[:size], str(rows[size - 1].id) if len(rows) > size else None)


def enrollment(slug: str, enrollment_id: int) -> Enrollment | None:
    """Somebody's part in the cohort with this slug, with both."""
    return db.scalar(
        select(Enrollment)
        .join(Enrollment.cohort)
        .where(Enrollment.id == enrollment_id, Cohort.slug == slug, Enrollment.ended_at.is_(None))
        .options(contains_eager(Enrollment.cohort), joinedload(Enrollment.person, innerjoin=True))
    )


def learner(slug: str, person_id: int) -> Enrollment | None:
    """Somebody's part as a learner in the cohort with this slug, with both."""
    return db.scalar(
        select(Enrollment)
        .join(Enrollment.cohort)
        .where(Enrollment.person_id == person_id, Enrollment.role == Role.LEARNER, Cohort.slug == slug)
        .where(Enrollment.ended_at.is_(None))
        .options(contains_eager(Enrollment.cohort), joinedload(Enrollment.person, innerjoin=True))
    )


def trainers_of(cohort_id: int) -> Sequence[Person]:
    """The trainers of a cohort."""
    return db.scalars(
        select(Person)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.role == Role.TRAINER, Enrollment.ended_at.is_(None))
        .order_by(Person.id)
    ).all()


def possible_trainers() -> Sequence[Person]:
    """Whoever teaches or has taught anywhere, and coordinators; by name, without closed accounts."""
    taught = exists().where(Enrollment.person_id == Person.id, Enrollment.role == Role.TRAINER)
    closed = exists().where(Closing.person_id == Person.id)
    return db.scalars(
        select(Person)
        .where(or_(Person.is_coordinator, taught), ~closed)
        .order_by(Person.name, Person.id)
        .limit(TRAINERS_MOST)
    ).all()


def learners_of(cohort_id: int) -> Sequence[Person]:
    """Learners who take part in a cohort and whose accounts are open, in the order in which they joined."""
    closed = exists().where(Closing.person_id == Person.id)
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    rows = select(Person).join(Enrollment, Enrollment.person_id == Person.id).where(*here, ~closed)
    return db.scalars(rows.order_by(Enrollment.id)).all()


def term_ends(cohort_id: Any) -> ScalarSelect[datetime]:
    """When the last class of the cohort in the query around it is over; a column."""
    last = select(func.max(ClassSession.ends_at)).where(ClassSession.cohort_id == cohort_id)
    return last.correlate_except(ClassSession).scalar_subquery()


def everyone_in(cohort_id: int) -> Sequence[Person]:
    """Learners and trainers of a cohort."""
    return db.scalars(
        select(Person)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.ended_at.is_(None))
        .order_by(Person.id)
    ).all()


def programs() -> Sequence[Program]:
    """Programs that a cohort can take, each with its classes."""
    return db.scalars(select(Program).options(selectinload(Program.classes)).order_by(Program.title)).all()
