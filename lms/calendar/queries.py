"""What stands in somebody's calendar: a fixed number of statements, whatever there is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.calendar import rules
from lms.calendar.models import CalendarChange, CalendarFeed
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession, Enrollment, Role
from lms.core.db import db
from lms.core.entries import Entry
from lms.people import queries as people
from lms.people.models import Closing, Person
from lms.practice import queries as practice
from lms.practice.queries import Work
from lms.roleplays.agree.letters import title_of
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import State

Changes = Mapping[str, CalendarChange]


def feed_of(person_id: int) -> CalendarFeed | None:
    """Somebody's feed, if they have one."""
    return db.get(CalendarFeed, person_id, populate_existing=True)


def reader_of(secret: str) -> Person | None:
    """Whose feed an address leads to; nobody's, if its account is closed."""
    closed = exists().where(Closing.person_id == CalendarFeed.person_id)
    rows = select(Person).join(CalendarFeed, CalendarFeed.person_id == Person.id)
    return db.scalars(rows.where(CalendarFeed.key == people.key_of(secret), ~closed)).one_or_none()


def entries_of(person: Person, now: datetime) -> list[Entry]:
    """Classes, due dates and role plays of somebody, in the order of time. Six statements."""
    here = _enrollments(person.id)
    roles = {enrollment.cohort_id: enrollment.role for enrollment in here}
    learning = [enrollment.cohort for enrollment in here if enrollment.role is Role.LEARNER]
    sessions = cohorts.sessions_of(*roles) if roles else ()
    times = cohorts.due_times_in(*learning) if learning else {}
    work = practice.work_of(person.id, *(cohort.id for cohort in learning)) if learning else []
    due = [one for one in work if (one.cohort_id, one.assignment.id) in times]
    keys = [rules.class_key(session.id) for session in sessions]
    for one in due:
        keys += _due_keys(one, person.id)
    changes = _changes(keys)
    entries = [_class(session, changes) for session in sessions]
    since = {cohort.id: cohort.created_at for cohort in learning}
    entries += [
        _due(one, times[one.cohort_id, one.assignment.id], person.id, changes, since[one.cohort_id]) for one in due
    ]
    entries += [role_play(seat.group, is_out=seat.left_at is not None) for seat in _seats(person.id)]
    recent = [entry for entry in entries if rules.is_recent(entry, now)]
    return sorted(recent, key=lambda entry: (entry.starts_at, entry.key))


def role_play(group: RolePlayGroup, is_out: bool = False) -> Entry:
    """The entry of a group's meeting; `is_out`: for somebody who is no longer in it."""
    meeting = group.meeting
    assert meeting
    return Entry(
        rules.role_play_key(group.id),
        f"Role play: {title_of(group)}",
        meeting.starts_at,
        meeting.ends_at,
        meeting.sequence,
        meeting.changed_at,
        f"/role-plays/{group.id}",
        meeting.url,
        is_out or meeting.state is State.CANCELED or group.dissolved_at is not None,
    )


def _enrollments(person_id: int) -> Sequence[Enrollment]:
    rows = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.ended_at.is_(None))
    return db.scalars(rows.options(joinedload(Enrollment.cohort, innerjoin=True)).order_by(Enrollment.id)).all()


def _seats(person_id: int) -> Sequence[Seat]:
    of_group = contains_eager(Seat.group)
    return db.scalars(
        select(Seat)
        .join(Seat.group)
        .join(RolePlayGroup.meeting)
        .where(Seat.person_id == person_id, Meeting.state != State.PROPOSED)
        .options(
            of_group.contains_eager(RolePlayGroup.meeting),
            of_group.joinedload(RolePlayGroup.round, innerjoin=True).joinedload(RolePlayRound.program_class),
        )
        .order_by(Seat.id)
    ).all()


def _changes(keys: Collection[str]) -> Changes:
    rows = db.scalars(select(CalendarChange).where(CalendarChange.key.in_(keys)))
    return {change.key: change for change in rows}


def _class(session: ClassSession, changes: Changes) -> Entry:
    change = changes.get(rules.class_key(session.id))
    number, cohort = session.program_class.number, session.cohort
    return Entry(
        rules.class_key(session.id),
        f"Class {number}: {session.program_class.title}",
        session.starts_at,
        session.ends_at,
        change.sequence if change else 0,
        change.changed_at if change else cohort.created_at,
        f"/classes/{number}?cohort={cohort.slug}",
        session.meeting_url or cohort.meeting_url,
    )


def _due_keys(work: Work, learner_id: int) -> list[str]:
    place = (work.assignment.id, work.cohort_id)
    return [rules.due_key(*place), rules.due_key(*place, learner_id)]


def _due(work: Work, at: datetime, learner_id: int, changes: Changes, since: datetime) -> Entry:
    own = [changes[key] for key in _due_keys(work, learner_id) if key in changes]
    assignment, due_at = work.assignment, work.due(at).at
    return Entry(
        rules.due_key(assignment.id, work.cohort_id),
        f"Due: {assignment.title}",
        due_at,
        None,
        sum(change.sequence for change in own),
        max((change.changed_at for change in own), default=since),
        f"/assignments/{assignment.id}",
    )
