"""Somebody isn't there: said with one tap after ten minutes, undone as easily, told to staff from the second time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.notices.models import Notice
from lms.people.models import Person
from lms.roleplays.meeting import actions
from lms.roleplays.meeting.models import Attendance
from tests.kit import make, roleplays
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group

SignIn = Callable[[Person], FlaskClient]
BUTTON = "Paul Sample isn’t here</button>"


def test_ten_minutes_after_the_hour_one_tap_goes_on_without_them(group: Group, sign_in: SignIn):
    lena = sign_in(group.lena)
    assert BUTTON not in lena.get(f"{group.path}/room").text
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert BUTTON in lena.get(f"{group.path}/room").text
        lena.post(f"{group.path}/room/absences", data={"person": group.paul.id})
        lena.post(f"{group.path}/room/absences", data={"person": group.paul.id})
        page = lena.get(f"{group.path}/room").text
        assert BUTTON not in page and "Turn 1 of 2" in page and "Rosa Sample: client" in page
        kind = sign_in(group.paul).get(f"{group.path}/room").text
        assert "Your group has gone on without you" in kind and "Watch for pressure" in kind
    assert db.get_one(Attendance, {"group_id": group.id, "person_id": group.paul.id}).missed_by_id == group.lena.id
    assert db.query(Notice).count() == 0, "once is nobody else's business"


def test_whoever_comes_after_all_has_missed_nothing_and_plays(group: Group, sign_in: SignIn):
    with clock.at(clock.now() + timedelta(minutes=11)):
        sign_in(group.lena).post(f"{group.path}/room/absences", data={"person": group.paul.id})
        sign_in(group.paul).post(f"{group.path}/room/arrival", data={"key": "here"})
        room = group.room()
        assert room.clock(clock.now()).turns == 3
        paul = room.of(group.paul.id)
        assert paul and not paul.is_missed and paul.came_at


def test_nobody_who_was_here_can_be_missed_nor_anybody_outside(group: Group, cast: Cast, sign_in: SignIn):
    sign_in(group.paul).post(f"{group.path}/room/presence")
    with clock.at(clock.now() + timedelta(minutes=30)):
        for person in (group.paul, cast.omar, group.lena):
            with pytest.raises(Refused):
                actions.absent(group.room().group, person, group.lena, clock.now())


def test_being_on_the_page_long_before_the_hour_is_not_being_there(group: Group, sign_in: SignIn):
    with clock.at(clock.now() - timedelta(minutes=16)):
        sign_in(group.paul).post(f"{group.path}/room/presence")
    assert db.query(Attendance).count() == 0


def test_a_group_that_begins_early_is_there_from_its_start(group: Group, sign_in: SignIn):
    lena, paul = sign_in(group.lena), sign_in(group.paul)
    with clock.at(clock.now() - timedelta(minutes=40)):
        start = {"press": "start", "beat": "0", "step": "0", "key": "early"}
        assert lena.post(f"{group.path}/room/presses", data=start).status_code == 303
        for who in (lena, paul):
            who.post(f"{group.path}/room/presence")
    assert group.room().started_at
    assert {one.person_id for one in db.query(Attendance)} == {group.lena.id, group.paul.id}


def test_the_second_miss_is_told_to_the_cohorts_staff_and_to_nobody_else(group: Group, cast: Cast):
    second = roleplays.a_round(cast.here, 2)
    other = roleplays.a_group(second, group.lena, group.paul, starts_at=clock.now())
    make.commit()
    with clock.at(clock.now() + timedelta(minutes=12)):
        actions.absent(group.room().group, group.paul, group.lena, clock.now())
        assert db.query(Notice).count() == 0
        actions.absent(other, group.paul, group.lena, clock.now())
        told = {notice.person_id for notice in db.query(Notice)}
        assert told == {cast.tess.id, cast.cora.id}
