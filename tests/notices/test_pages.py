"""The bell on every page, its list, and what people choose there."""

import re
from collections.abc import Callable
from datetime import time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import queries as cohorts
from lms.cohorts.letters import class_key
from lms.consents import actions as consents
from lms.core.db import db, transaction
from lms.core.log import redacted
from lms.notices import actions as notices
from lms.notices import queries
from lms.notices.models import Notice, NoticeWishes
from lms.notices.rules import Delivery, Kind, Subject
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.notices.conftest import THREAD, bell, tell

SignIn = Callable[[Person], FlaskClient]


def count_at(page: str) -> str | None:
    """What the bell says; None where it is quiet."""
    found = re.search(r'class="bell__count" data-unread( hidden)?><span data-number>([^<]*)<', page)
    assert found, "the bell is there"
    return None if found[1] else found[2]


def test_the_bell_says_on_every_page_how_much_is_unread_without_a_statement_more(
    cast: Cast, sign_in: SignIn, statements: list[str]
):
    client = sign_in(cast.otto)
    assert count_at(client.get("/account").text) is None
    statements.clear()
    client.get("/account")
    quiet = len(statements)
    for number in range(120):
        tell(cast.otto, str(number))
        if number == 2:
            assert count_at(client.get("/account").text) == "3"
    statements.clear()
    assert count_at(client.get("/account").text) == "99+"
    assert len(statements) == quiet


def test_a_stranger_has_no_bell(client: FlaskClient):
    assert "bell" not in client.get("/sign-in").text


def test_the_page_that_stays_open_asks_for_the_number_alone(cast: Cast, sign_in: SignIn, statements: list[str]):
    client = sign_in(cast.lena)
    tell(cast.lena)
    statements.clear()
    first = client.get("/notices/unread", headers={"X-Requested-With": "fragment"})
    assert first.json == {"unread": 1} and len(statements) == 1
    assert first.headers["Cache-Control"] == "private, no-cache"
    same = client.get("/notices/unread", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    tell(cast.lena, "two")
    other = client.get("/notices/unread", headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status_code, other.json) == (200, {"unread": 2})


def test_a_script_of_somebody_who_has_signed_out_meanwhile_is_sent_nowhere(client: FlaskClient):
    assert client.get("/notices/unread", headers={"X-Requested-With": "fragment"}).status_code == 401


def test_unread_ones_come_first_and_opening_one_leads_there_and_reads_it(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    for key in ("one", "two", "three"):
        tell(cast.lena, key, path=f"/{key}", about=Subject(key, key.capitalize(), f"/{key}"), who=cast.tess)
    second = db.scalars(select(Notice.id).where(Notice.path == "/two")).one()
    answer = client.get(f"/notices/{second}")
    assert (answer.status_code, answer.location) == (303, "/two")
    page = client.get("/notices/").text
    assert re.findall(r"about “(\w+)”", page) == ["Three", "One", "Two"]
    assert page.count("(new)") == 2
    assert count_at(page) == "2"


def test_all_can_be_marked_as_read(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    tell(cast.lena)
    tell(cast.paul)
    assert "Mark all as read" in client.get("/notices/").text
    assert client.post("/notices/reading").status_code == 303
    assert "Mark all as read" not in client.get("/notices/").text
    assert bell(cast.lena) == [] and len(bell(cast.paul)) == 1


def test_a_long_list_is_shown_a_page_at_a_time_without_gap_or_repetition(
    cast: Cast, sign_in: SignIn, statements: list[str]
):
    client = sign_in(cast.lena)
    for number in range(60):
        tell(cast.lena, str(number), about=Subject(f"s{number}", f"T{number}", "/"))
    with transaction():
        notices.read(cast.lena.id, *(f"s{number}" for number in range(0, 60, 2)))
    statements.clear()
    first = client.get("/notices/").text
    asked = len(statements)
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    statements.clear()
    second = client.get(onward[1].replace("&amp;", "&")).text
    assert len(statements) == asked
    titles = re.findall(r"about “T(\d+)”", first + second)
    assert titles == [str(n) for n in range(59, 0, -2)] + [str(n) for n in range(58, -1, -2)]


def test_each_is_offered_what_concerns_them(cast: Cast, sign_in: SignIn):
    lena, tess = (sign_in(person).get("/account/notices").text for person in (cast.lena, cast.tess))
    assert "Home practice is due tomorrow" in lena and "Work waits for an answer" not in lena
    assert "Work waits for an answer" in tess and "Home practice is due tomorrow" not in tess
    for page in (lena, tess):
        assert "A message, or feedback on work" in page
    assert "America/Chicago" in lena


def test_what_is_chosen_is_kept_and_only_where_it_is_another_than_usual(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    sent = {
        "message": "daily",
        "classes_moved": "at once",
        "work_waiting": "weekly",
        "digest_hour": "18",
        "digest_weekday": "4",
        "quiet_from": "21:30",
        "quiet_until": "07:00",
    }
    assert client.post("/account/notices", data=sent).status_code == 303
    db.remove()
    kept = db.scalars(select(NoticeWishes)).one()
    assert kept.choices == {"message": "daily"}, "and nothing that is for trainers"
    assert (kept.digest_hour, kept.digest_weekday) == (18, 4)
    assert (kept.quiet_from, kept.quiet_until) == (time(21, 30), time(7))
    page = client.get("/account/notices").text
    assert '<option selected value="daily">' in page and 'value="21:30"' in page
    assert client.post("/account/notices", data=sent | {"quiet_from": "", "quiet_until": ""}).status_code == 303
    db.remove()
    assert db.scalars(select(NoticeWishes)).one().quiet_from is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet_from": "22:00", "quiet_until": ""}, "Please give both times, or leave both empty."),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "Please choose two different times."),
        ({"quiet_from": "late", "quiet_until": "22:00"}, "Please give a time of day, like 22:00."),
        ({"message": "never"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str], said: str
):
    sent = {"message": "weekly", "digest_hour": "5", "digest_weekday": "0"} | wrong
    answer = sign_in(cast.lena).post("/account/notices", data=sent)
    assert answer.status_code == 422 and said in answer.text
    assert '<option selected value="5">' in answer.text
    for value in wrong.values():
        assert f'value="{value}"' in answer.text or value in ("", "never")
    db.remove()
    assert db.scalars(select(NoticeWishes)).all() == []


def test_what_is_muted_is_listed_and_can_be_unmuted(cast: Cast, sign_in: SignIn):
    client = sign_in(cast.lena)
    with transaction():
        notices.mute(cast.lena, THREAD)
    [mute] = queries.mutes_of(cast.lena.id, None).rows
    assert 'href="/threads/7"' in client.get("/account/notices").text
    assert client.post(f"/account/notices/mutes/{mute.id}/undo").status_code == 303
    assert "None. A conversation can be muted" in client.get("/account/notices").text
    assert tell(cast.lena)


def test_many_muted_conversations_are_shown_a_page_at_a_time(cast: Cast, sign_in: SignIn):
    with transaction():
        for number in range(55):
            notices.mute(cast.lena, Subject(f"thread-{number}", f"T{number}", "/"))
    client = sign_in(cast.lena)
    first = client.get("/account/notices").text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    assert re.findall(r">T(\d+)<", first + client.get(onward[1]).text) == [str(n) for n in range(54, -1, -1)]


def test_choosing_leaves_what_one_is_not_offered_as_it_was(cast: Cast, sign_in: SignIn):
    with transaction():
        notices.choose(cast.lena, {Kind.WORK_WAITING: Delivery.WEEKLY})
    sign_in(cast.lena).post("/account/notices", data={"message": "app", "digest_hour": "8", "digest_weekday": "0"})
    db.remove()
    assert db.scalars(select(NoticeWishes)).one().choices == {"work_waiting": "weekly", "message": "app"}


def test_what_is_seen_on_its_own_page_is_read_and_a_quiet_bell_costs_that_page_nothing(
    cast: Cast, sign_in: SignIn, statements: list[str]
):
    client = sign_in(cast.lena)
    session = cohorts.sessions_of(cast.here.id)[0]
    pages = {"/account/consents": consents.SUBJECT.key, "/classes/1": class_key(session.id)}
    for address, subject in pages.items():
        statements.clear()
        client.get(address)
        quiet = len(statements)
        tell(cast.lena, subject, about=Subject(subject, "It", address))
        tell(cast.lena, f"other-{subject}", about=Subject("other", "Other", "/today"))
        assert client.get(address).status_code == 200
        assert bell(cast.lena) == [f"other-{subject}-{cast.lena.id}"]
        client.post("/notices/reading")
        statements.clear()
        client.get(address)
        assert len(statements) == quiet


def test_no_log_holds_the_address_that_stops_mails():
    assert redacted("GET /notices/stop/7~message~signed") == "GET /notices/stop/…"
