"""Feeds and invitations, read back by parsers that aren't ours: what changes stays the same entry, what is dropped is
canceled."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import recurring_ical_events
import time_machine
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from lms.calendar import actions
from lms.calendar.models import CalendarFeed
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.log import redacted
from lms.notices import actions as notices
from lms.people.actions import close_account
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.extensions import actions as extensions
from lms.roleplays.agree import absences, jobs, queries
from lms.roleplays.agree import actions as agree
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, Seat
from lms.roleplays.rounds.rules import Part
from tests.calendar.conftest import Deliver
from tests.kit import make
from tests.kit.cast import Cast
from tests.kit.post_office import PostOffice
from tests.kit.roleplays import a_group, a_round

SignIn = Callable[[Person], FlaskClient]
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
FIVE = ("Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Sydney")


def subscribe(person: Person) -> str:
    with transaction():
        return f"/calendar/{actions.renew(person, clock.now())}.ics"


def read(app: Flask, address: str) -> dict[str, Any]:
    """The entries that an independent parser finds at an address, by the part of the UID before the @."""
    answer = app.test_client().get(address)
    assert answer.status_code == 200 and answer.content_type == "text/calendar; charset=utf-8"
    return {event.uid.value.partition("@")[0]: event for event in vobject.readOne(answer.text).vevent_list}


def entry_in(mail: EmailMessage) -> tuple[str, Any]:
    """The method and the event of the mail's calendar part."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = vobject.readOne(part.get_content())
    assert part["Content-Type"].params["method"] == calendar.method.value
    return calendar.method.value, calendar.vevent


def mails_to(office: PostOffice, person: Person) -> list[EmailMessage]:
    return [mail for mail in office.mails if person.email in mail["To"]]


def a_booked_group(cast: Cast, *people: Person) -> RolePlayGroup:
    return a_group(a_round(cast.here), *people, starts_at=clock.now() + timedelta(days=3))


def test_the_feed_holds_classes_due_dates_and_role_plays(app: Flask, cast: Cast):
    group = a_booked_group(cast, cast.lena, cast.paul)
    db.commit()
    sessions = cohort_queries.sessions_of(cast.here.id)
    times = cohort_queries.due_times(cast.here)
    entries = read(app, subscribe(cast.lena))
    assert {key: event.dtstart.value for key, event in entries.items()} == {
        **{f"class-{session.id}": session.starts_at.replace(microsecond=0) for session in sessions},
        **{f"due-{number}-{cast.here.id}": at.replace(microsecond=0) for number, at in times.items()},
        f"role-play-{group.id}": db.get_one(Meeting, group.id).starts_at.replace(microsecond=0),
    }
    assert entries[f"role-play-{group.id}"].summary.value == "Role play: A first call"
    assert {event.status.value for event in entries.values()} == {"CONFIRMED"}
    assert set(read(app, subscribe(cast.tess))) == {f"class-{session.id}" for session in sessions}
    assert f"role-play-{group.id}" not in read(app, subscribe(cast.omar))


def test_a_class_that_moves_is_the_same_entry_with_a_higher_sequence(app: Flask, cast: Cast):
    address = subscribe(cast.lena)
    session = cohort_queries.sessions_of(cast.here.id)[-1]
    key, before = f"class-{session.id}", read(app, address)
    with transaction():
        moved = cohort_queries.session("here", session.program_class.number)
        assert moved
        cohorts.move_class(moved, moved.held_on + timedelta(days=1), time(9), clock.now(), cast.cora)
        starts_at = moved.starts_at
    after = read(app, address)
    assert after.keys() == before.keys()
    assert after[key].uid.value == before[key].uid.value
    assert (before[key].sequence.value, after[key].sequence.value) == ("0", "1")
    assert after[key].dtstart.value == starts_at
    changed = {name for name in after if after[name].serialize() != before[name].serialize()}
    assert all(int(after[name].sequence.value) > int(before[name].sequence.value) for name in changed)


def test_work_that_is_put_off_moves_for_its_learner_alone(app: Flask, cast: Cast):
    hers, his = subscribe(cast.lena), subscribe(cast.paul)
    number, at = max(cohort_queries.due_times(cast.here).items(), key=lambda item: item[1])
    key = f"due-{number}-{cast.here.id}"
    with transaction():
        here = practice.assignment_here(number, cast.here)
        assert here
        work = extensions.Work(here.assignment, cast.here, cast.lena, here.due(None))
        until = extensions.grant(work, (at + timedelta(days=3)).date(), "", cast.tess, clock.now()).until_at
    assert read(app, hers)[key].dtstart.value == until.replace(microsecond=0)
    assert read(app, hers)[key].sequence.value == "1"
    assert read(app, his)[key].sequence.value == "0"


def test_an_entry_that_is_dropped_is_said_to_be_canceled(app: Flask, cast: Cast):
    third = make.person(learner_in=cast.here)
    group = a_booked_group(cast, cast.lena, cast.paul, third)
    db.commit()
    hers, his = subscribe(cast.lena), subscribe(cast.paul)
    with transaction():
        absences.say(queries.fresh(group.id), cast.lena, "", clock.now())
    key = f"role-play-{group.id}"
    assert read(app, hers)[key].status.value == "CANCELLED"
    assert read(app, his)[key].status.value == "CONFIRMED"
    assert int(read(app, hers)[key].sequence.value) > 0


def test_the_feed_is_the_same_until_something_changes(app: Flask, cast: Cast):
    address, client = subscribe(cast.lena), app.test_client()
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert client.get(address).data == first.data


def test_the_address_is_shown_once_renewed_and_ended(app: Flask, cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    assert "no address yet" in client.get("/account/calendar").text
    page = client.post("/account/calendar").text
    [address] = {part.split("<")[0] for part in page.split('<code class="break">')[1:]}
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    path = f"/calendar/{secret}.ics"
    assert address.endswith(path) and 'href="webcal://' in page
    assert read(app, path)
    assert secret not in client.get("/account/calendar").text
    assert secret not in db.get_one(CalendarFeed, cast.lena.id).key
    client.post("/account/calendar")
    assert app.test_client().get(path).status_code == 404
    newest = subscribe(cast.lena)
    client.post("/account/calendar/end")
    assert app.test_client().get(newest).status_code == 404


def test_the_secret_stays_out_of_logs_and_a_closed_account_has_no_feed(app: Flask, cast: Cast):
    address = subscribe(cast.lena)
    assert redacted(f"GET {address} HTTP/1.1") == "GET /calendar/… HTTP/1.1"
    with transaction():
        close_account(cast.lena, cast.cora, clock.now())
    assert app.test_client().get(address).status_code == 404


def test_statements_are_few_however_much_there_is(app: Flask, cast: Cast, statements: list[str]):
    for number in range(1, 6):
        at = clock.now() + timedelta(days=number)
        a_group(a_round(cast.here, number), cast.lena, cast.paul, starts_at=at)
    db.commit()
    address = subscribe(cast.lena)
    statements.clear()
    read(app, address)
    assert len(statements) <= 8, "\n".join(statements)


def test_mails_book_move_and_cancel_one_and_the_same_entry(
    cast: Cast, post_office: PostOffice, deliver: Deliver, app: Flask
):
    with time_machine.travel(NOW, tick=False):
        round_ = a_round(cast.here)
        group = a_group(round_, cast.lena, cast.paul)
        db.commit()
        for on, at in ((3, 16), (4, 17)):
            with transaction():
                here = queries.fresh(group.id)
                when = datetime(2027, 3, on, at, tzinfo=UTC).astimezone(cast.lena.zone)
                offer = agree.propose(here, cast.lena, when.date(), when.time(), NOW)
                agree.answer(offer, here, cast.paul, True, NOW)
            deliver()
        with transaction():
            absences.say(queries.fresh(group.id), cast.lena, "A private reason.", NOW)
        deliver()
        for person in (cast.lena, cast.paul):
            mails = [mail for mail in mails_to(post_office, person) if "text/calendar" in mail.as_string()]
            found = [entry_in(mail) for mail in mails]
            assert [method for method, _ in found] == ["REQUEST", "REQUEST", "CANCEL"]
            events = [event for _, event in found]
            assert len({event.uid.value for event in events}) == 1
            sequences = [int(event.sequence.value) for event in events]
            assert sequences == sorted(set(sequences))
            assert [event.dtstart.value for event in events[:2]] == [
                datetime(2027, 3, 3, 16, tzinfo=UTC), datetime(2027, 3, 4, 17, tzinfo=UTC),
            ]  # fmt: skip
            assert events[2].status.value == "CANCELLED"
            for mail, event in zip(mails, events, strict=True):
                assert event.attendee.value == f"mailto:{person.email}" and len(event.attendee_list) == 1
                assert event.organizer.value == f"mailto:{mail['From'].addresses[0].addr_spec}"
            assert "private reason" not in "".join(mail.as_string() for mail in mails)
        uid = events[0].uid.value
        assert read(app, subscribe(cast.lena))[f"role-play-{group.id}"].uid.value == uid


def test_an_invitation_goes_out_though_its_notice_was_read(cast: Cast, post_office: PostOffice, deliver: Deliver):
    group = a_group(a_round(cast.here), cast.lena, cast.paul)
    db.commit()
    at = clock.now() + timedelta(days=1)
    local = at.astimezone(cast.lena.zone).replace(second=0, microsecond=0)
    with transaction():
        here = queries.fresh(group.id)
        offer = agree.propose(here, cast.lena, local.date(), local.time(), clock.now())
        agree.answer(offer, here, cast.paul, True, clock.now())
        notices.read_all(cast.lena.id)
    deliver()
    [mail] = mails_to(post_office, cast.lena)
    assert entry_in(mail)[0] == "REQUEST"


def test_five_zones_through_both_changes_meet_at_the_same_hour_of_the_cohort(app: Flask, cast: Cast):
    """Role plays at 17:00 in London, week after week: the feed of each of five people shows one instant, and where zone
    data changes afterwards, the entry is issued anew."""
    db.get_one(Cohort, cast.here.id).zone_name = "Europe/London"
    people = [make.person(zone=zone, learner_in=cast.here) for zone in FIVE]
    hours = ((3, 10, 17), (3, 17, 17), (3, 31, 16), (4, 7, 16), (9, 29, 16), (10, 6, 16), (11, 3, 17), (11, 10, 17))
    weeks = [datetime(2027, month, day, hour, tzinfo=UTC) for month, day, hour in hours]
    groups = []
    with time_machine.travel(NOW, tick=False):
        for number, at in enumerate(weeks, start=1):
            round_ = a_round(cast.here, number, days=300)
            group = a_group(round_, *people, starts_at=at)
            db.add(Seat(group_id=group.id, person_id=people[4].id, part=Part.OBSERVER, since=NOW))
            groups.append(group)
        assert {meeting.starts_at_time for meeting in map(_meeting, groups)} == {time(17)}
        wrong = _meeting(groups[2])  # as if London's clocks had been thought not to go forward
        wrong.starts_at, wrong.ends_at = wrong.starts_at + timedelta(hours=1), wrong.ends_at + timedelta(hours=1)
        db.commit()
        address = subscribe(people[4])
        before = read(app, address)[f"role-play-{groups[2].id}"]
        jobs.tend_all()
        for person in people:
            body = app.test_client().get(subscribe(person)).data
            found = recurring_ical_events.of(Calendar.from_ical(body)).between(NOW, NOW + timedelta(days=300))
            starts = {event["DTSTART"].dt for event in found if event["UID"].startswith("role-play-")}
            assert starts == set(weeks)
        after = read(app, subscribe(people[4]))[f"role-play-{groups[2].id}"]
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1
    assert after.dtstart.value == before.dtstart.value - timedelta(hours=1)


def _meeting(group: RolePlayGroup) -> Meeting:
    return db.get_one(Meeting, group.id)
