"""Cohorts on a real database: created, moved, joined and left."""

from collections.abc import Callable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import actions, queries
from lms.cohorts.actions import Plan
from lms.cohorts.models import Role
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.outbox import Letter
from lms.people.models import Person
from tests.kit.cast import Cast

FALL = Plan(Pattern.WEEKLY, date(2024, 9, 17), time(11), 120, ZoneInfo("America/New_York"), [date(2024, 10, 22)])


def test_the_fall_cohort_gets_a_session_for_each_class_across_the_clock_change(cast: Cast):
    program = next(p for p in queries.programs() if p.id == cast.here.program_id)
    cohort = actions.create(program, "kap-2024-fall", "Fall 2024", FALL, "", clock.now())
    starts = [session.starts_at for session in queries.sessions_of(cohort.id)]
    assert [start.hour for start in starts] == [15] * 6 + [16] * 6
    assert starts[5].date() == date(2024, 10, 29)


def test_a_short_name_is_taken_once(cast: Cast):
    program = next(p for p in queries.programs() if p.id == cast.here.program_id)
    with pytest.raises(Refused, match="already") as refused:
        actions.create(program, "here", "Again", FALL, "", clock.now())
    assert refused.value.field == "slug"


def test_what_is_due_moves_along_with_a_class_and_everyone_is_told_once(cast: Cast):
    session = queries.session("here", 4)
    assert session
    before = queries.due_times(cast.here)
    actions.move_class(session, session.held_on + timedelta(days=1), session.starts_at_time, clock.now())
    db.flush()
    after = queries.due_times(cast.here)
    moved = [assignment for assignment in before if before[assignment] != after[assignment]]
    assert [after[a] - before[a] for a in moved] == [timedelta(days=1)]
    told = db.scalars(select(Letter).where(Letter.kind == "mail")).all()
    assert len(told) == 3  # lena, paul, tess


def test_a_class_keeps_its_place_among_the_others(cast: Cast):
    session = queries.session("here", 4)
    assert session
    with pytest.raises(Refused, match="order"):
        actions.move_class(session, session.held_on + timedelta(days=8), session.starts_at_time, clock.now())


def test_two_classes_of_a_cohort_do_not_overlap(cast: Cast):
    session = queries.session("here", 4)
    assert session
    with pytest.raises(Refused, match="Another class"):
        actions.move_class(session, session.held_on + timedelta(days=7), time(12), clock.now())


def test_whoever_has_left_gives_up_their_rights_and_may_come_back(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    enrollment = queries.learner("here", cast.lena.id)
    assert enrollment
    actions.leave(enrollment, clock.now())
    db.commit()
    assert sign_in(cast.lena).get("/classes/1").status_code == 404
    actions.enroll(cast.here, cast.lena, Role.LEARNER, clock.now())
    db.commit()
    assert sign_in(cast.lena).get("/classes/1").status_code == 200


def test_a_coordinator_creates_a_cohort_in_the_browser_after_looking_at_its_dates(
    cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    client = sign_in(cast.cora)
    form = {
        "title": "Spring 2027", "slug": "spring-2027", "program": cast.here.program_id, "pattern": "weekly",
        "first_on": "2027-03-02", "at": "11:00", "zone": "America/New_York", "minutes": "120", "skipped": "2027-03-30",
        "meeting_url": "https://meet.example/spring",
    }  # fmt: skip
    shown = client.post("/cohorts/new", data=form | {"preview": "1"})
    assert shown.status_code == 200
    assert "Tue, Apr\xa06, 11:00\xa0AM\xa0EDT" in shown.text
    assert "Tue, Mar 30, 11:00" not in shown.text
    assert client.post("/cohorts/new", data=form).headers["Location"] == "/cohorts/spring-2027"


def test_a_mistyped_date_is_named_beside_its_field_and_stays(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    answer = sign_in(cast.cora).post("/cohorts/new", data={"title": "Kept words", "skipped": "next Tuesday"})
    assert answer.status_code == 422
    assert "“next Tuesday” isn’t a date" in answer.text
    assert "Kept words" in answer.text
    assert "next Tuesday" in answer.text


def test_dates_at_the_end_of_all_years_are_refused_with_a_sentence(
    cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    cora = sign_in(cast.cora)
    sent = {"title": "Far", "slug": "far", "program": str(cast.here.program_id), "pattern": "weekly", "at": "11:00"}
    sent |= {"zone": "America/New_York", "minutes": "120"}
    for day in ("9999-12-30", "1066-10-14"):
        answer = cora.post("/cohorts/new", data=sent | {"first_on": day})
        assert answer.status_code == 422 and "is not between 2000 and 2199" in answer.text
    moved = {"on": "9999-12-31", "at": "11:00", "meeting_url": "https://elsewhere.example/"}
    answer = cora.post("/cohorts/here/classes/12", data=moved)
    assert answer.status_code == 422 and "is not between 2000 and 2199" in answer.text
