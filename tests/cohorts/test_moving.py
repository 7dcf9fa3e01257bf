"""Classes move, alone or with all after them, and everyone is told once what that changes."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import actions, queries, rules
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.outbox import Letter
from lms.people.models import Person
from tests.kit.cast import Cast

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SignIn = Callable[[Person], FlaskClient]


def move(number: int, by: timedelta, with_later: bool = True) -> None:
    """Move a class of the cohort `here` by whole days, as if it were asked now."""
    session = queries.session("here", number)
    assert session
    actions.move_class(session, session.held_on + by, session.starts_at_time, clock.now(), with_later=with_later)
    db.flush()


def days(cast: Cast) -> list[date]:
    return [session.held_on for session in queries.sessions_of(cast.here.id)]


def letters() -> list[dict]:  # type: ignore[type-arg]
    payloads = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
    return [payload for payload in payloads if payload["template"] == "classes-moved"]


@pytest.mark.parametrize("by", [WEEK, 2 * DAY, -2 * DAY])
def test_all_classes_after_it_move_by_as_much_and_those_before_stay(cast: Cast, by: timedelta):
    before = days(cast)
    move(4, by)
    assert days(cast) == before[:3] + [day + by for day in before[3:]]


def test_a_class_that_would_fall_on_a_date_without_one_goes_on_by_a_week_and_so_do_those_after_it(cast: Cast):
    before = days(cast)
    cast.here.skipped_on = [(before[5] + WEEK).isoformat()]
    db.merge(cast.here)
    move(4, WEEK)
    assert days(cast) == before[:3] + [before[3] + WEEK, before[4] + WEEK] + [day + 2 * WEEK for day in before[5:]]


def test_the_hour_on_the_clock_moves_along_across_the_change_to_winter_time():
    walls = [datetime.combine(day, time(11)) for day in (date(2026, 10, 29), date(2026, 11, 5))]
    moved = [datetime.combine(day, time(13)) for day in (date(2026, 10, 30), date(2026, 11, 6))]
    assert rules.shifted(walls, timedelta(days=1, hours=2)) == moved


def test_moving_back_over_an_earlier_class_is_refused_and_nothing_moves(cast: Cast):
    before = days(cast)
    with pytest.raises(Refused, match="order"):
        move(4, -8 * DAY)
    assert days(cast) == before


def test_everyone_gets_one_letter_that_names_each_class_and_each_new_due_time(cast: Cast):
    due = queries.due_times(cast.here)
    move(4, DAY)
    told = letters()
    assert {letter["person_id"] for letter in told} == {cast.lena.id, cast.paul.id, cast.tess.id}
    assert len(told) == 3
    said = told[0]["context"]
    assert [moved["number"] for moved in said["classes"]] == list(range(4, 13))
    now_due = {work["number"]: datetime.fromisoformat(work["due"]) for work in said["work"]}
    assert sorted(now_due) == list(range(3, 13))
    assert set(now_due.values()) == set(queries.due_times(cast.here).values()) - set(due.values())


def test_with_one_class_moved_only_the_work_due_before_it_is_named(cast: Cast):
    move(4, DAY, with_later=False)
    said = letters()[0]["context"]
    assert [moved["number"] for moved in said["classes"]] == [4]
    assert [work["number"] for work in said["work"]] == [3]


def test_a_coordinator_moves_the_rest_of_the_series_in_the_browser(cast: Cast, sign_in: SignIn):
    before = days(cast)
    cora = sign_in(cast.cora)
    sent = {"on": (before[3] + WEEK).isoformat(), "at": "11:00", "with_later": "y", "meeting_url": ""}
    assert cora.post("/cohorts/here/classes/4", data=sent).status_code == 303
    assert "Class 4 and 8 after it have moved." in cora.get("/cohorts/here").text
    assert days(cast) == before[:3] + [day + WEEK for day in before[3:]]
