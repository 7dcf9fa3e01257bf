"""A group agrees, moves its hour, and goes on where somebody can't come; what isn't agreed on is booked in time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db
from lms.core.events import publish
from lms.notices.models import Notice
from lms.notices.rules import Kind
from lms.people.models import Person
from lms.reminders import jobs as reminders
from lms.roleplays.agree import absences, actions, jobs, queries
from lms.roleplays.agree.models import Absence, HourOffer, StandInAsk
from lms.roleplays.agree.rules import Step
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours import queries as hour_queries
from lms.roleplays.hours.rules import Window, as_week
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.roleplays.rounds.models import Meeting, RolePlayGroup
from lms.roleplays.rounds.rules import State
from tests.kit import make
from tests.kit.cast import Cast
from tests.kit.roleplays import a_group, a_round

SignIn = Callable[[Person], FlaskClient]
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)  # a Monday
EVENINGS = as_week(Window(day, 72, 84) for day in range(7))  # 18:00 to 21:00


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def peer(cast: Cast, week: str = EVENINGS, zone: str = "UTC") -> Person:
    person = make.person(learner_in=cast.here, zone=zone)
    hours.paint(person, week, 0, clock.now())
    return person


def three(cast: Cast) -> tuple[RolePlayGroup, list[Person]]:
    people = [peer(cast) for _ in range(3)]
    return a_group(a_round(cast.here), *people), people


def booked(cast: Cast, at: datetime = NOW + timedelta(days=2, hours=6), number: int = 1) -> RolePlayGroup:
    people = [peer(cast) for _ in range(3)]
    return a_group(a_round(cast.here), *people, number=number, starts_at=at)


def meeting_of(group: RolePlayGroup) -> Meeting:
    return db.get_one(Meeting, group.id, populate_existing=True)


def told(kind: Kind) -> list[int]:
    return list(db.scalars(select(Notice.person_id).where(Notice.kind == kind.value).order_by(Notice.person_id)))


def say_yes(group: RolePlayGroup, offer: HourOffer, *people: Person) -> bool:
    return [actions.answer(offer, queries.fresh(group.id), person, True, clock.now()) for person in people][-1]


def test_new_groups_get_hours_and_the_one_that_all_accept_is_booked(cast: Cast):
    group, people = three(cast)
    publish(GroupsAnnounced(group.round, [group], []))
    offers = queries.open_offers(group.id)
    assert len(offers) == 6
    assert not say_yes(group, offers[2], *people[:2])
    assert say_yes(group, offers[2], people[2])
    meeting = meeting_of(group)
    assert (meeting.starts_at, meeting.state, meeting.sequence) == (offers[2].starts_at, State.BOOKED, 0)
    assert meeting.zone_name == cast.here.zone_name
    assert queries.open_offers(group.id) == []
    assert told(Kind.ROLE_PLAY_BOOKED) == sorted(person.id for person in people)


def test_a_no_counts_and_can_be_taken_back(cast: Cast):
    group, people = three(cast)
    offer = actions.look_for_hours(group, NOW)[0]
    actions.answer(offer, group, people[0], False, NOW)
    assert not say_yes(group, offer, *people[1:])
    assert say_yes(group, offer, people[0])


def test_what_isnt_agreed_on_in_time_is_booked_once(cast: Cast):
    group, people = three(cast)
    late = [one for one in actions.look_for_hours(group, NOW) if one.starts_at > group.round.answer_by_at]
    first, second = late[:2]
    actions.answer(first, group, people[0], False, NOW)
    actions.answer(second, group, people[1], True, NOW)
    db.commit()
    jobs.tend_all()
    assert db.get(Meeting, group.id) is None, "there is time yet"
    with time_machine.travel(group.round.answer_by_at, tick=False):
        jobs.tend_all()
        jobs.tend_all()
    assert (meeting_of(group).starts_at, meeting_of(group).sequence) == (second.starts_at, 0)
    assert told(Kind.ROLE_PLAY_BOOKED) == sorted(person.id for person in people)


def test_a_group_without_an_hour_is_made_known_to_its_coordinators_once(cast: Cast):
    people = [peer(cast, as_week([Window(1, 32, 40)])), peer(cast, as_week([Window(2, 60, 70)]))]
    group = a_group(a_round(cast.here), *people)
    db.commit()
    with time_machine.travel(group.round.answer_by_at, tick=False):
        jobs.tend_all()
        jobs.tend_all()
    assert told(Kind.ROLE_PLAY_NO_HOUR) == sorted([cast.tess.id, cast.cora.id])


def test_a_meeting_is_moved_only_once_all_accept_and_keeps_its_entry(cast: Cast, sign_in: SignIn):
    group = booked(cast)
    db.commit()
    before, first = meeting_of(group).starts_at, group.taken[0].person
    client = sign_in(first)
    address = f"/role-plays/{group.id}"
    answer = client.post(f"{address}/hours", data={"on": "2027-03-04", "at": "19:00"}, follow_redirects=True)
    assert "Thu, Mar 4, 7:00" in answer.text.replace("\xa0", " ")
    assert meeting_of(group).starts_at == before
    [offer] = queries.open_offers(group.id)
    for seat in group.taken[1:]:
        sent = {"suits": "yes"}
        assert sign_in(seat.person).post(f"{address}/hours/{offer.id}/answer", data=sent).status_code == 303
    moved = meeting_of(group)
    assert (moved.starts_at, moved.sequence) == (datetime(2027, 3, 4, 19, tzinfo=UTC), 1)
    assert len(told(Kind.ROLE_PLAY_MOVED)) == 3


@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        ("2027-03-01", "12:10", "one hour or later"),
        ("2027-03-20", "12:10", "lies outside of the time"),
        ("", "12:10", "Please choose a day"),
        ("2027-03-04", "25:00", "Not a valid time"),
    ],
)
def test_an_hour_that_cant_be_is_said_beside_its_field_and_stays(
    on: str, at: str, said: str, cast: Cast, sign_in: SignIn
):
    group = booked(cast)
    db.commit()
    answer = sign_in(group.taken[0].person).post(f"/role-plays/{group.id}/hours", data={"on": on, "at": at})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{at}"' in answer.text


def test_what_has_begun_isnt_moved(cast: Cast, sign_in: SignIn):
    group = booked(cast)
    db.commit()
    person = group.taken[0].person
    with time_machine.travel(meeting_of(group).starts_at + timedelta(minutes=1), tick=False):
        answer = sign_in(person).post(f"/role-plays/{group.id}/hours", data={"on": "2027-03-07", "at": "19:00"})
        assert answer.status_code == 422 and "has begun" in answer.text


def test_who_cant_come_is_offered_other_hours_first_and_the_old_one_stands(cast: Cast, sign_in: SignIn):
    group = booked(cast)
    db.commit()
    ill, *others = [seat.person for seat in group.taken]
    page = sign_in(ill).post(f"/role-plays/{group.id}/absence", data={"word": "My knee."}, follow_redirects=True)
    assert "You said that you can’t come" in page.text and "My knee" not in page.text
    page = sign_in(others[0]).get(f"/role-plays/{group.id}")
    assert "can’t come then" in page.text and "My knee" not in page.text
    assert "My knee" in sign_in(cast.tess).get(f"/role-plays/{group.id}").text
    assert "My knee" in sign_in(cast.cora).get(f"/role-plays/{group.id}").text
    assert meeting_of(group).state is State.BOOKED
    assert say_yes(group, queries.open_offers(group.id)[0], ill, *others)
    assert db.scalars(select(Absence)).one().step is Step.KEPT
    assert told(Kind.ROLE_PLAY_ABSENCE) == sorted(person.id for person in others)


def cant_come(group: RolePlayGroup) -> Absence:
    """The first of the group can't, and no other hour does."""
    absence = absences.say(group, group.taken[0].person, "", clock.now())
    if absence.step is Step.HOUR:
        absences.seek_stand_in(queries.fresh(group.id), absence, clock.now())
    return absence


def test_a_peer_who_is_free_then_is_asked_and_takes_the_place(cast: Cast, sign_in: SignIn):
    group, free, busy = booked(cast), peer(cast), peer(cast, as_week([Window(0, 0, 8)]))
    sequence, ill = meeting_of(group).sequence, group.taken[0].person
    absence = cant_come(group)
    db.commit()
    assert absence.step is Step.STAND_IN
    assert told(Kind.ROLE_PLAY_CANCELED) == [ill.id]
    assert told(Kind.ROLE_PLAY_STAND_IN) == [free.id]
    ask = db.scalars(select(StandInAsk)).one()
    assert sign_in(busy).get(f"/role-plays/stand-ins/{ask.id}").status_code == 404
    client = sign_in(free)
    assert "Would you take a place?" in client.get(f"/role-plays/stand-ins/{ask.id}").text
    page = client.post(f"/role-plays/stand-ins/{ask.id}", data={"suits": "yes"}, follow_redirects=True)
    assert "Thank you. You are in." in page.text
    here = queries.fresh(group.id)
    assert free.id in {seat.person_id for seat in here.taken} and ill.id not in {seat.person_id for seat in here.taken}
    assert len({seat.part for seat in here.taken}) == 3
    assert meeting_of(group).sequence > sequence + 1
    assert client.post(f"/role-plays/stand-ins/{ask.id}", data={"suits": "yes"}).status_code == 422


def test_where_all_peers_decline_the_group_joins_one_with_room(cast: Cast):
    at = NOW + timedelta(days=2, hours=6)
    round_ = a_round(cast.here)
    people = [peer(cast) for _ in range(5)]
    small = a_group(round_, *people[:2], number=1, starts_at=at)
    large = a_group(round_, *people[2:], number=2, starts_at=at)
    other = peer(cast)
    absence = cant_come(small)
    assert [ask.person_id for ask in db.scalars(select(StandInAsk))] == [other.id]
    ask = queries.ask(db.scalars(select(StandInAsk.id)).one())
    assert ask
    absences.answer_ask(ask, other, False, NOW)
    assert absence.step is Step.MERGED
    together = [person.id for person in [*people[2:], people[1]]]
    assert [seat.person_id for seat in queries.fresh(large.id).taken] == together
    assert queries.fresh(small.id).dissolved_at is not None
    assert meeting_of(small).state is State.CANCELED
    assert meeting_of(large).sequence == 1


def test_where_nobody_is_found_three_go_on_as_two_with_their_parts(cast: Cast):
    group = booked(cast)
    absence = cant_come(group)
    assert absence.step is Step.PAIR
    assert [seat.part.value for seat in queries.fresh(group.id).taken] == ["therapist", "client"]
    assert len(told(Kind.ROLE_PLAY_FOUND)) == 2
    assert told(Kind.ROLE_PLAY_MISSING) == sorted([cast.tess.id, cast.cora.id])


def test_where_one_is_left_the_coordinator_helps(cast: Cast, sign_in: SignIn):
    people = [peer(cast), peer(cast)]
    group = a_group(a_round(cast.here), *people, starts_at=NOW + timedelta(days=2, hours=6))
    absence = cant_come(group)
    db.commit()
    assert absence.step is Step.COORDINATOR
    assert meeting_of(group).state is State.CANCELED
    assert "Your coordinator has been told" in sign_in(people[1]).get(f"/role-plays/{group.id}").text
    assert told(Kind.ROLE_PLAY_CANCELED) == sorted(person.id for person in people)


def test_nobody_is_waited_for_for_ever(cast: Cast):
    group, free = booked(cast), peer(cast)
    cant_come(group)
    db.commit()
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        jobs.tend_all()
        jobs.tend_all()
    assert db.scalars(select(Absence)).one().step is Step.PAIR
    assert free.id not in {seat.person_id for seat in queries.fresh(group.id).taken}


def test_who_is_warned_when_clocks_change_elsewhere(cast: Cast, sign_in: SignIn):
    """The cohort is in New York, whose clocks go forward on March 14; Kolkata's don't."""
    cohort = db.get_one(Cohort, cast.here.id)
    cohort.zone_name = "America/New_York"
    with time_machine.travel(datetime(2027, 3, 12, 12, tzinfo=UTC), tick=False):
        here, far = peer(cast, zone="America/New_York"), peer(cast, zone="Asia/Kolkata")
        at = datetime(2027, 3, 16, 13, tzinfo=UTC)  # 9:00 in New York
        group = a_group(a_round(cast.here), here, far, starts_at=at)
        db.commit()
        address = f"/role-plays/{group.id}"
        assert "one hour earlier for you this week" in sign_in(far).get(address).text
        assert "for you this week" not in sign_in(here).get(address).text
    with time_machine.travel(at - timedelta(hours=20), tick=False):
        reminders.remind()
        reminders.remind()
    with time_machine.travel(at - timedelta(minutes=9), tick=False):
        reminders.remind()
    for kind in (Kind.ROLE_PLAY_TOMORROW, Kind.ROLE_PLAY_SOON):
        titles = {notice.person_id: notice.title for notice in db.scalars(select(Notice)) if notice.kind == kind.value}
        assert titles == {
            here.id: "Role play “A first call”",
            far.id: "Role play “A first call” (one hour earlier for you than the week before)",
        }


def test_a_meeting_that_zone_data_moves_is_issued_anew(cast: Cast):
    group = booked(cast)
    meeting = meeting_of(group)
    wall = meeting.starts_at
    meeting.starts_at -= timedelta(hours=1)  # as the zone was thought to be
    meeting.ends_at -= timedelta(hours=1)
    db.commit()
    jobs.tend_all()
    jobs.tend_all()
    again = meeting_of(group)
    assert (again.starts_at, again.sequence) == (wall, 1)
    assert len(told(Kind.ROLE_PLAY_MOVED)) == 3


def test_of_peers_with_a_group_of_their_own_only_those_who_step_in_are_asked(cast: Cast):
    group, placed = booked(cast), [peer(cast) for _ in range(3)]
    a_group(group.round, *placed, number=2, starts_at=NOW + timedelta(days=4, hours=6))
    steps_in = placed[1]
    hours.volunteer(cast.here, steps_in, True, clock.now())
    free = peer(cast)
    cant_come(group)
    asked = db.scalars(select(StandInAsk.person_id).order_by(StandInAsk.id)).all()
    assert asked == [steps_in.id, free.id], "who said so first, then who has no group yet; nobody else"
    hours.volunteer(cast.here, steps_in, False, clock.now())
    assert hour_queries.volunteers_of(cast.here.id) == set()
