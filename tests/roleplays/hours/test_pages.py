"""A learner's page without scripts, what it refuses, and what coordinators see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock, outbox
from lms.core.db import db
from lms.notices.models import Notice
from lms.people.models import Person
from lms.roleplays.hours import actions, queries, rules
from lms.roleplays.hours.models import BusySource, HoursException, MenuHour
from lms.roleplays.hours.rules import Window
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]
EVENINGS = rules.as_week(Window(day, 72, 80) for day in range(5))
BY_SCRIPT = {"X-Requested-With": "hours"}


def paint(person: Person, week: str = EVENINGS) -> None:
    kept = queries.weekly_of(person.id)
    actions.paint(person, week, kept.saved if kept else 0, clock.now())
    db.commit()


def test_typed_rows_become_a_week_and_come_back(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    assert "You have 0 so far" in client.get("/role-plays/hours").text
    typed = {
        "seen": "0",
        "from-0-0": "18:00", "to-0-0": "20:30", "suits-0-0": "comfortable",
        "from-0-1": "20:30", "to-0-1": "00:00", "suits-0-1": "possible",
        "from-6-0": "", "to-6-0": "",
    }  # fmt: skip
    answer = client.post("/role-plays/hours", data=typed, follow_redirects=True)
    assert answer.status_code == 200
    assert queries.windows_of(cast.lena.id) == [Window(0, 72, 82), Window(0, 82, 96, False)]
    assert 'value="20:30" aria-label="Monday, stretch 2, from"' in answer.text
    assert 'value="00:00" aria-label="Monday, stretch 2, until"' in answer.text


def test_a_row_that_cant_be_so_is_said_beside_it_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    answer = client.post("/role-plays/hours", data={"from-2-0": "20:00", "to-2-0": "18:00", "from-3-0": "07:15"})
    assert answer.status_code == 422
    assert "The end has to come after the beginning" in answer.text
    assert "Please give both times" in answer.text
    assert 'value="07:15"' in answer.text
    assert queries.windows_of(cast.lena.id) == []


def test_another_tab_is_noticed_and_overwrites_nothing(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    first = client.post("/role-plays/hours", data={"week": EVENINGS, "seen": "0"}, headers=BY_SCRIPT)
    assert first.json["seen"] == 1
    assert "0 of your 1 peer" in first.json["outlook"]
    other = rules.as_week([Window(6, 40, 44)])
    refused = client.post("/role-plays/hours", data={"week": other, "seen": "0"}, headers=BY_SCRIPT)
    assert (refused.status_code, refused.json["week"], refused.json["seen"]) == (409, EVENINGS, 1)
    again = client.post("/role-plays/hours", data={"week": EVENINGS, "seen": "0"}, headers=BY_SCRIPT)
    assert (again.status_code, again.json["seen"]) == (200, 1), "the answer to the first sending was lost"
    typed = client.post("/role-plays/hours", data={"from-6-0": "10:00", "to-6-0": "11:00", "seen": "0"})
    assert typed.status_code == 409
    assert 'value="10:00"' in typed.text
    assert rules.as_week(queries.windows_of(cast.lena.id)) == EVENINGS
    taken = client.post("/role-plays/hours", data={"week": other, "seen": "1"}, headers=BY_SCRIPT)
    assert (taken.status_code, taken.json["seen"]) == (200, 2)
    assert client.post("/role-plays/hours", data={"week": "2" * 671, "seen": "2"}, headers=BY_SCRIPT).status_code == 422


def test_the_page_counts_peers_and_names_no_peer(cast: Cast, sign_in: SignIn):
    paint(cast.lena, rules.as_week([Window(1, 48, 56)]))  # Tuesday noon in Chicago
    paint(cast.paul, rules.as_week([Window(3, 68, 76)]))  # Thursday 17 to 19 UTC
    make.person("Third Sample", learner_in=cast.here)
    make.commit()
    text = sign_in(cast.lena).get("/role-plays/hours").text
    assert "0 of your 2 peers" in text
    assert "1 has given no hours yet" in " ".join(text.split())
    assert "Thursday" in text and "1 more peer" in text
    assert "Paul" not in text


def test_exceptions_and_absences_are_noted_checked_and_taken_back(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    day = (clock.now() + timedelta(days=9)).date()
    note = client.post(
        "/role-plays/hours/exceptions",
        data={"on": day.isoformat(), "kind": "free", "begins": "09:00", "ends": "11:00"},
        follow_redirects=True,
    )
    assert "Free 9:00 AM to 11:00 AM" in note.text
    wrong = client.post(
        "/role-plays/hours/exceptions",
        data={"on": day.isoformat(), "kind": "not", "begins": "11:00", "ends": "09:00"},
    )
    assert wrong.status_code == 422
    assert "The end has to come after" in wrong.text
    back = client.post(
        "/role-plays/hours/absences",
        data={"from_on": day.isoformat(), "to_on": (day - timedelta(days=1)).isoformat()},
    )
    assert back.status_code == 422
    assert "The last day has to come after the first." in back.text
    away = client.post(
        "/role-plays/hours/absences",
        data={"from_on": day.isoformat(), "to_on": (day + timedelta(days=3)).isoformat()},
        follow_redirects=True,
    )
    assert "Away" in away.text
    [one, _] = db.scalars(select(HoursException).order_by(HoursException.id)).all()
    assert sign_in(cast.paul).post(f"/role-plays/hours/exceptions/{one.id}/end").status_code == 404
    assert client.post(f"/role-plays/hours/exceptions/{one.id}/end").status_code == 303
    assert len(db.scalars(select(HoursException)).all()) == 1


def test_who_moves_is_asked_whether_their_hours_move_along(cast: Cast, sign_in: SignIn):
    paint(cast.lena)
    db.get_one(Person, cast.lena.id).zone_name = "Asia/Tokyo"
    db.commit()
    client = sign_in(cast.lena)
    assert "You painted these hours in another zone" in client.get("/role-plays/hours").text
    kept = queries.weekly_of(cast.lena.id)
    assert kept and kept.zone_name == "America/Chicago"
    assert "another zone" not in client.post("/role-plays/hours/zone", follow_redirects=True).text
    kept = queries.weekly_of(cast.lena.id)
    assert kept and kept.zone_name == "Asia/Tokyo"


def test_a_calendars_address_is_checked_and_never_shown(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    for bad in (
        "file:///etc/passwd",
        "ftp://x.example/a.ics",
        "https://me:word@x.example/a",
        "calendar",
        "https://",
        "http://[::1",
    ):
        answer = client.post("/role-plays/hours/calendar", data={"url": bad})
        assert answer.status_code == 422, bad
        assert "Please give the whole address" in answer.text
    secret = "webcal://calendar.example/private-abcdef/basic.ics"
    page = client.post("/role-plays/hours/calendar", data={"url": secret}, follow_redirects=True).text
    assert "https://calendar.example/…" in page
    assert "abcdef" not in page
    assert "Looking at your calendar" in page
    source = db.get_one(BusySource, cast.lena.id)
    assert source.url == "https://calendar.example/private-abcdef/basic.ics"
    [letter] = db.scalars(select(outbox.Letter).where(outbox.Letter.kind == actions.FETCH)).all()
    assert letter.payload == {"person_id": cast.lena.id}
    assert client.get("/role-plays/hours/calendar").status_code == 200
    client.post("/role-plays/hours/calendar/end")
    assert client.get("/role-plays/hours/calendar").status_code == 404


def test_a_menu_is_set_ticked_and_kept_where_hours_stay(cast: Cast, sign_in: SignIn):
    cora, lena = sign_in(cast.cora), sign_in(cast.lena)
    assert cora.get("/cohorts/here/hours-menu").status_code == 200
    cora.post("/cohorts/here/hours-menu", data={"slot": ["1-72", "3-92", "9-1"], "minutes": "90"})
    page = lena.get("/role-plays/hours").text
    assert "Hours to tick" in page
    assert "5:00\u00a0PM\u00a0C" in page, "six in the evening in New York is five in Chicago"
    hours = db.scalars(select(MenuHour).order_by(MenuHour.weekday)).all()
    assert [(hour.weekday, hour.begins) for hour in hours] == [(1, 72), (3, 92)]
    lena.post("/role-plays/hours/ticks/here", data={"hour": [str(hour.id) for hour in hours]})
    cora.post("/cohorts/here/hours-menu", data={"slot": ["1-72", "4-48"], "minutes": "60"})
    begin, end = rules.outlook_week(clock.now())
    mine = queries.hours_of(cast.here.id, (begin, end))[cast.lena.id]
    assert [tick.window for tick in mine.ticks] == [Window(1, 72, 76)]
    assert mine.starts(begin, end, 60).bit_count() == 1
    assert "1<span" in cora.get("/cohorts/here/hours-menu").text
    assert cora.post("/cohorts/here/hours-menu", data={"slot": ["1-72"], "minutes": "7"}).status_code == 422
    assert sign_in(cast.omar).post("/role-plays/hours/ticks/here").status_code == 404


def test_an_hour_of_a_menu_beyond_midnight_goes_on_the_next_day(cast: Cast):
    assert rules.menu_windows(6, 92, 90) == [Window(6, 92, 96), Window(0, 0, 2)]


def test_coordinators_see_who_hasnt_given_hours_and_remind_once_a_day(cast: Cast, sign_in: SignIn):
    paint(cast.lena)
    today = clock.now().date()
    actions.go_away(cast.paul, today, today + timedelta(days=3), clock.now())
    make.commit()
    cora = sign_in(cast.cora)
    missing = cora.get("/cohorts/here/hours").text
    assert "Paul Sample" in missing and "Lena Sample" not in missing
    assert "Away until" in cora.get("/cohorts/here/hours?part=away").text
    assert "10 hours a week" in cora.get("/cohorts/here/hours?part=given").text
    assert "1 learner is asked" in cora.post("/cohorts/here/hours/reminders", follow_redirects=True).text
    assert "asked today already" in cora.post("/cohorts/here/hours/reminders", follow_redirects=True).text
    [told] = db.scalars(select(Notice).where(Notice.kind == "hours_asked")).all()
    assert (told.person_id, told.read_at) == (cast.paul.id, None)
    db.remove()
    paint(cast.paul)
    [told] = db.scalars(select(Notice).where(Notice.kind == "hours_asked")).all()
    assert told.read_at is not None


@pytest.mark.parametrize("who", ["lena", "theo"])
def test_nobody_else_sees_a_cohorts_hours(who: str, cast: Cast, sign_in: SignIn):
    assert sign_in(getattr(cast, who)).get("/cohorts/here/hours").status_code == 404


def test_somebody_says_that_they_step_in_and_with_whom_they_cannot_be(cast: Cast, sign_in: SignIn):
    lena = sign_in(cast.lena)
    assert "/role-plays/kept-apart/here" in lena.get("/role-plays/hours").text
    address = "/role-plays/hours/volunteering/here"
    for _ in range(2):
        assert "You step in" in lena.post(address, data={"does": "yes"}, follow_redirects=True).text
    assert queries.volunteers_of(cast.here.id) == {cast.lena.id}
    assert "You step in" not in lena.post(address, data={"does": "no"}, follow_redirects=True).text
    assert queries.volunteers_of(cast.here.id) == set()
    assert lena.post("/role-plays/hours/volunteering/elsewhere", data={"does": "yes"}).status_code == 404


def test_hours_to_tick_stand_by_the_days_of_ones_own_week(cast: Cast, sign_in: SignIn):
    actions.set_menu(cast.here, [(5, 44), (0, 40), (2, 72)], 60, cast.cora, clock.now())
    db.commit()
    page = sign_in(cast.lena).get("/role-plays/hours").text
    days = [page.index(f'<span class="strong">{day}</span>') for day in ("Monday", "Wednesday", "Saturday")]
    assert days == sorted(days)
