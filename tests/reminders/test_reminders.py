"""Whoever has something before them is told in time, once, and not any more once it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.models import ClassSession
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from lms.notices.models import Notice
from lms.notices.rules import Kind
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.queries import AssignmentHere
from lms.practice.withdrawals import actions as withdrawals
from lms.reminders import jobs, rules
from tests.kit import make
from tests.kit.at_once import at_once
from tests.kit.cast import Cast

NOW = st.integers(0, 2 * 366 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
ZONES = st.sampled_from(["UTC", "America/Chicago", "Australia/Lord_Howe", "Pacific/Kiritimati"]).map(ZoneInfo)


@given(NOW, ZONES, st.integers(0, 80 * 60))
def test_work_is_reminded_of_from_the_morning_of_the_day_before_until_it_is_due(now, zone, minutes):
    due = now + timedelta(minutes=minutes)
    local, due_local = now.astimezone(zone), due.astimezone(zone)
    days = (due_local.date() - local.date()).days
    expected = now < due and (days == 0 or (days == 1 and local.time() >= time(8)))
    assert rules.is_due_tomorrow(due, now, zone) == expected
    assert not expected or due - now <= rules.DUE_AHEAD


@pytest.fixture
def here(cast: Cast) -> AssignmentHere:
    """The home practice of the class that is over, due in three days: a day before the class after the next."""
    session = [one for one in cohort_queries.sessions_of(cast.here.id) if one.starts_at < clock.now()][-1]
    [assignment] = [
        one.assignment
        for one in work.work_of(cast.lena.id, cast.here.id)
        if one.assignment.class_id == session.class_id
    ]
    found = work.assignment_here(assignment.id, cast.here)
    assert found
    return found


@contextmanager
def the_day_before(due: datetime, person: Person, hour: int) -> Iterator[None]:
    local = due.astimezone(person.zone)
    with clock.at(datetime.combine(local.date() - timedelta(days=1), time(hour), person.zone)):
        yield


def notices(kind: Kind = Kind.WORK_DUE) -> list[Notice]:
    """What people of the cohort were told of it, in their order; the other cohort has the same dates."""
    db.remove()
    found = select(Notice).where(Notice.kind == kind, Notice.path.like("%?cohort=here"))
    return list(db.scalars(found.order_by(Notice.person_id, Notice.id)))


def told(kind: Kind = Kind.WORK_DUE) -> list[int]:
    """Who has been told of it, by number, as often as they were."""
    return [notice.person_id for notice in notices(kind)]


def due_of(here: AssignmentHere) -> datetime:
    assert here.due_at
    return here.due_at


def hand_in(here: AssignmentHere, learner: Person) -> None:
    with transaction():
        practice.hand_in(here, learner, "My plan.", 0, clock.now())


def test_who_has_not_handed_in_is_reminded_once_in_the_morning_of_the_day_before(cast: Cast, here: AssignmentHere):
    hand_in(here, cast.paul)
    due = due_of(here)
    with the_day_before(due, cast.lena, 7):
        jobs.remind()
        assert told() == []
    with the_day_before(due, cast.lena, 8):
        for _ in range(3):
            jobs.remind()
        assert told() == [cast.lena.id]
    [notice] = notices()
    assert notice.happens_at == due and notice.path == f"/assignments/{here.assignment.id}?cohort=here"
    letters = [letter.payload for letter in db.scalars(select(Letter))]
    mine = [letter for letter in letters if letter.get("notice") == "work_due" and letter["person_id"] == cast.lena.id]
    assert len(mine) == 1


def test_handing_in_ends_the_reminder(cast: Cast, here: AssignmentHere):
    hand_in(here, cast.paul)
    with the_day_before(due_of(here), cast.lena, 9):
        jobs.remind()
        hand_in(here, cast.lena)
    [notice] = notices()
    assert notice.person_id == cast.lena.id and notice.read_at


def test_after_it_is_due_nobody_is_reminded(cast: Cast, here: AssignmentHere):
    with clock.at(due_of(here)):
        jobs.remind()
    assert cast.lena.id not in told()


def test_who_was_granted_more_time_is_reminded_of_that_and_not_before(cast: Cast, here: AssignmentHere):
    hand_in(here, cast.paul)
    due = due_of(here)
    until_on = (due + timedelta(days=20)).astimezone(cast.lena.zone).date()
    with transaction():
        made = Work(here.assignment, here.cohort, cast.lena, here.due(None))
        until = extensions.grant(made, until_on, "", cast.tess, clock.now()).until_at
    with the_day_before(due, cast.lena, 9):
        jobs.remind()
    assert told() == []
    with the_day_before(until, cast.lena, 9):
        jobs.remind()
    about = f"/assignments/{here.assignment.id}?cohort=here"
    assert [(one.person_id, one.happens_at) for one in notices() if one.path == about] == [(cast.lena.id, until)]


def test_work_that_was_taken_back_is_reminded_of(cast: Cast, here: AssignmentHere):
    hand_in(here, cast.paul)
    hand_in(here, cast.lena)
    with transaction():
        version = work.latest_version(here, cast.lena.id)
        assert version
        submission = work.submission(version.submission_id)
        assert submission
        withdrawals.withdraw(submission, cast.lena, 1, clock.now())
    with the_day_before(due_of(here), cast.lena, 9):
        jobs.remind()
    assert told() == [cast.lena.id]


def test_who_takes_part_no_longer_is_not_reminded(cast: Cast, here: AssignmentHere):
    with transaction():
        part = cohort_queries.learner("here", cast.lena.id)
        assert part
        cohorts.leave(part, clock.now(), cast.cora)
    with the_day_before(due_of(here), cast.lena, 9):
        jobs.remind()
    assert cast.lena.id not in told()


def test_two_workers_remind_once(cast: Cast, here: AssignmentHere):
    with the_day_before(due_of(here), cast.lena, 9):
        at_once(*[jobs.remind] * 3)
    assert told().count(cast.lena.id) == 1


def next_class(cast: Cast) -> ClassSession:
    found = cohort_queries.next_class_of(cast.here.id, clock.now())
    assert found
    return found


def test_a_class_is_announced_to_everybody_in_it_a_day_and_an_hour_before(cast: Cast):
    begins = next_class(cast).starts_at
    everybody = sorted(person.id for person in (cast.lena, cast.paul, cast.tess))
    with clock.at(begins - timedelta(hours=24, minutes=1)):
        jobs.remind()
        assert cast.lena.id not in told(Kind.CLASS_TOMORROW)
    for minutes in (24 * 60, 24 * 60 - 1, 61):
        with clock.at(begins - timedelta(minutes=minutes)):
            jobs.remind()
    assert told(Kind.CLASS_TOMORROW) == everybody
    assert told(Kind.CLASS_SOON) == []
    for minutes in (60, 1, 0):
        with clock.at(begins - timedelta(minutes=minutes)):
            jobs.remind()
    assert told(Kind.CLASS_SOON) == everybody


def test_a_class_that_moves_is_announced_anew_and_the_old_time_is_said_no_more(cast: Cast):
    session = next_class(cast)
    with clock.at(session.starts_at - timedelta(hours=20)):
        jobs.remind()
        with transaction():
            moved = cohort_queries.session("here", session.program_class.number)
            assert moved
            on = moved.held_on + timedelta(days=2)
            cohorts.move_class(moved, on, moved.starts_at_time, clock.now(), cast.cora)
            begins = moved.starts_at
        old = notices(Kind.CLASS_TOMORROW)
        assert len(old) == 3 and all(notice.read_at for notice in old)
    with clock.at(begins - timedelta(hours=20)):
        jobs.remind()
    new = [notice.happens_at for notice in notices(Kind.CLASS_TOMORROW) if notice.read_at is None]
    assert new == [begins] * 3


def test_looking_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, here: AssignmentHere, statements: list[str]
):
    counts = []
    with the_day_before(due_of(here), cast.lena, 9):
        for _ in range(2):
            for _ in range(20):
                make.person(learner_in=cast.here)
            db.commit()
            jobs.remind()
            statements.clear()
            jobs.remind()
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 8
