"""Somebody isn't there at the hour: as two, with a running group, with a volunteer, or by an exercise."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.notices.models import Notice
from lms.notices.rules import Kind
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.roleplays.agree import absences, jobs
from lms.roleplays.agree import queries as agreeing
from lms.roleplays.agree.models import Absence, StandInAsk
from lms.roleplays.agree.rules import AT_ONCE_LASTS, Step
from lms.roleplays.gaps import actions, queries
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours.rules import Window, as_week
from lms.roleplays.meeting import actions as meeting
from lms.roleplays.meeting import queries as meetings
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.rounds.models import RolePlayGroup
from lms.roleplays.term import queries as term
from lms.roleplays.term.rules import Practiced
from lms.roleplays.timing.rules import Event, Press
from tests.kit import make, roleplays
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group

SignIn = Callable[[Person], FlaskClient]
ALWAYS = as_week([Window(day, 0, 96) for day in range(7)])
LATE = timedelta(minutes=11)


def miss(group: Group, *people: Person) -> None:
    """Lena says that these aren't there."""
    for person in people:
        meeting.absent(group.room().group, person, group.lena, clock.now())
        db.commit()


def press(group_id: int, by: Person, *what: Press) -> None:
    """One after the other, as the room stands then."""
    for number, each in enumerate(what):
        db.expire_all()
        room = meetings.room(group_id)
        assert room
        now = room.clock(clock.now())
        meeting.press(room, Event(each, by.id, f"{each}-{number}", clock.now(), now.beat, now.step))
        db.commit()


def start(group_id: int, by: Person) -> None:
    press(group_id, by, Press.START)


def to_second_turn(group_id: int, by: Person) -> None:
    press(group_id, by, *[Press.NEXT] * 3)


def step_in(cast: Cast) -> Person:
    """A peer who can at any hour where it isn't night for them, and steps in."""
    zones = ("UTC", "America/Los_Angeles", "Asia/Tokyo")
    waking = next(zone for zone in zones if 8 <= clock.now().astimezone(ZoneInfo(zone)).hour < 19)
    person = make.person(learner_in=cast.here, zone=waking)
    hours.paint(person, ALWAYS, 0, clock.now())
    hours.volunteer(cast.here, person, True, clock.now())
    db.commit()
    return person


def another(group: Group, cast: Cast, people: int = 3) -> RolePlayGroup:
    """Another group of the round, which meets at the same hour."""
    round_ = group.room().group.round
    others = [make.person(learner_in=cast.here) for _ in range(people)]
    made = roleplays.a_group(round_, *others, number=2, starts_at=clock.now())
    db.commit()
    return made


def test_two_who_are_there_go_on_as_two(group: Group, cast: Cast, sign_in: SignIn):
    another(group, cast)
    with clock.at(clock.now() + LATE):
        assert "Nobody has been called absent" in sign_in(group.lena).get(f"{group.path}/going-on").text
        miss(group, group.paul)
        assert "How to go on" in sign_in(group.rosa).get(f"{group.path}/room").text
        page = sign_in(group.rosa).get(f"{group.path}/going-on").text
        assert "Go on as two" in page and "Join a group" not in page


def test_whoever_is_left_alone_joins_a_group_in_its_first_turn(group: Group, cast: Cast, sign_in: SignIn):
    other = another(group, cast)
    first = other.taken[0].person
    with clock.at(clock.now() + LATE):
        start(other.id, first)
        miss(group, group.paul, group.rosa)
        lena = sign_in(group.lena)
        assert "It takes two to begin" in lena.get(f"{group.path}/room").text
        assert "Join a group that meets now" in lena.get(f"{group.path}/going-on").text
        joined = lena.post(f"{group.path}/going-on/groups", data={"group": other.id})
        assert joined.location.endswith(f"/role-plays/{other.id}/room")
        assert (
            "You play, in this turn" in lena.get(joined.location).text and "Observer" in lena.get(joined.location).text
        )
        assert sign_in(first).get(f"/role-plays/{other.id}/room/state?seen=1").status_code == 200
        assert lena.get(f"{group.path}/room").status_code == 404
    assert {one.person_id for one in db.scalars(select(Attendance).where(Attendance.missed_at.is_not(None)))} == {
        group.paul.id,
        group.rosa.id,
    }


def test_a_group_that_is_full_or_past_its_first_turn_cannot_be_joined(group: Group, cast: Cast):
    full = another(group, cast, people=4)
    late = roleplays.a_group(
        group.room().group.round,
        *(make.person(learner_in=cast.here) for _ in range(2)),
        number=3,
        starts_at=clock.now(),
    )
    db.commit()
    with clock.at(clock.now() + LATE):
        miss(group, group.paul, group.rosa)
        start(late.id, late.taken[0].person)
        assert [one.group.id for one in queries.running(group.room(), clock.now())] == [late.id]
        to_second_turn(late.id, late.taken[0].person)
        for other in (full, late):
            with pytest.raises(Refused, match="can’t be joined"):
                actions.join(group.room(), other.id, group.lena, clock.now())


def test_a_volunteer_who_is_free_comes_in_their_place_and_nobody_else_is_asked(
    group: Group, cast: Cast, sign_in: SignIn
):
    volunteer, other = step_in(cast), make.person(learner_in=cast.here)
    hours.paint(other, ALWAYS, 0, clock.now())
    db.commit()
    with clock.at(clock.now() + LATE):
        miss(group, group.paul)
        lena = sign_in(group.lena)
        lena.post(f"{group.path}/going-on/volunteers")
        lena.post(f"{group.path}/going-on/volunteers")
        [ask] = db.scalars(select(StandInAsk)).all()
        assert ask.person_id == volunteer.id
        address = f"/role-plays/stand-ins/{ask.id}"
        start(group.id, group.lena)
        assert "They are waiting now" in sign_in(volunteer).get(address).text
        accepted = sign_in(volunteer).post(address, data={"suits": "yes"})
        assert accepted.location.endswith(f"{group.path}/room")
        room = group.room()
        now = room.clock(clock.now())
        assert now.turns == 3 and volunteer.id in now.players and now.parts()[volunteer.id].value == "client"
        assert sign_in(group.paul).get(f"{group.path}/room").status_code == 404
        assert "comes" in lena.get(f"{group.path}/going-on").text
    assert db.query(Notice).filter(Notice.kind == Kind.ROLE_PLAY_MISSING.value).count() == 0, "a first miss is private"
    out = db.scalars(select(Notice.person_id).where(Notice.kind == Kind.ROLE_PLAY_CANCELED.value)).all()
    assert out == [group.paul.id], "who missed it hears that the place is taken"


def test_nobody_comes_in_from_the_second_turn_on(group: Group, cast: Cast, sign_in: SignIn):
    volunteer = step_in(cast)
    with clock.at(clock.now() + LATE):
        miss(group, group.paul)
        actions.ask(group.room(), clock.now())
        db.commit()
        start(group.id, group.lena)
        to_second_turn(group.id, group.lena)
        assert group.room().clock(clock.now()).turn == 1
        ask = db.scalars(select(StandInAsk)).one()
        late = sign_in(volunteer).post(f"/role-plays/stand-ins/{ask.id}", data={"suits": "yes"})
        assert late.status_code == 422 and "nobody can come in any more" in late.text
        with pytest.raises(Refused, match="second turn"):
            actions.ask(group.room(), clock.now())


def test_volunteers_are_waited_for_a_quarter_of_an_hour(group: Group, cast: Cast):
    step_in(cast)
    with clock.at(clock.now() + LATE):
        miss(group, group.paul)
        actions.ask(group.room(), clock.now())
        db.commit()
        jobs.tend_all()
        assert agreeing.seeking(group.id)
        db.remove()
    with clock.at(clock.now() + LATE + AT_ONCE_LASTS):
        jobs.tend_all()
    assert db.scalars(select(Absence)).one().step is Step.PAIR


def test_without_volunteers_nobody_is_asked(group: Group, cast: Cast):
    with clock.at(clock.now() + LATE):
        miss(group, group.paul)
        with pytest.raises(Refused, match="nobody is free"):
            absences.seek_at_once(agreeing.fresh(group.id), group.paul, clock.now())


def test_an_exercise_instead_counts_as_practice_once_it_is_handed_in(group: Group, cast: Cast, sign_in: SignIn):
    lena = sign_in(group.lena)
    with clock.at(clock.now() + LATE):
        miss(group, group.paul, group.rosa)
        lena.post(f"{group.path}/going-on/exercise")
        assert "has no exercise" in lena.get(f"{group.path}/going-on").text
        drill = make.drill(group.room().group.round.class_id, 1)
        db.commit()
        taken = lena.post(f"{group.path}/going-on/exercise")
        assert f"/assignments/{drill.id}" in taken.location

        def row() -> Practiced:
            db.remove()
            return next(one for one in term.practiced(cast.here.id, None, None).rows if one.person_id == lena_id)

        lena_id = group.lena.id
        assert row().instead == 0
        here = work.assignment_here(drill.id, cast.here)
        assert here
        practice.hand_in(here, db.get_one(Person, lena_id), "I would wait.", 0, clock.now())
        db.commit()
        assert (row().instead, row().total) == (1, 0), "practice, and no live role play"
        assert "Exercise instead" in sign_in(cast.tess).get("/cohorts/here/role-plays/practiced").text
