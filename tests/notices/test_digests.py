"""One mail for a day, with what is unread by then; and nights in which none comes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.notices import actions as notices
from lms.notices import jobs
from lms.notices.models import Notice
from lms.notices.rules import Delivery, Kind, Subject
from lms.people.models import Person
from tests.kit.at_once import at_once
from tests.kit.cast import Cast
from tests.kit.post_office import PostOffice
from tests.notices.conftest import THREAD, Deliver, letters, tell


def local(person: Person, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in January 2027, where the person lives. The fourth is a Monday."""
    return datetime(2027, 1, day, hour, minute, tzinfo=person.zone)


@contextmanager
def wishing(person: Person, delivery: Delivery, hour: int = 8, weekday: int = 0) -> Iterator[None]:
    with transaction():
        notices.choose(person, dict.fromkeys((Kind.MESSAGE, Kind.WORK_DUE), delivery))
        notices.plan(person, hour, weekday, (None, None))
    yield


@pytest.fixture
def send(post_office: PostOffice, deliver: Deliver) -> Callable[[datetime], list[str]]:
    """Let the worker look at this time, twice; give the subjects of what came."""

    def sent(at: datetime) -> list[str]:
        before = len(post_office.mails)
        with clock.at(at):
            for _ in range(2):
                jobs.send_digests()
                deliver(post_office.url)
        return [str(mail["Subject"]) for mail in post_office.mails[before:]]

    return sent


def text_of(post_office: PostOffice) -> str:
    said: str = post_office.mails[-1].get_body(("plain",)).get_content()
    return said.replace("\r\n", "\n")


def test_a_day_is_told_in_one_mail_at_its_readers_hour(cast: Cast, send, post_office: PostOffice):
    with wishing(cast.lena, Delivery.DAILY, hour=18), clock.at(local(cast.lena, 5, 9)):
        tell(cast.lena, "one", who=cast.tess)
        tell(cast.lena, "two", who=cast.paul, about=Subject("thread-8", "Second", "/threads/8"))
    assert send(local(cast.lena, 5, 17, 59)) == []
    assert send(local(cast.lena, 5, 18)) == ["2 things are new in Attune"]
    said = text_of(post_office)
    assert "Tess Sample wrote to you about “Home practice”" in said and "Paul Sample wrote" in said
    for number in db.scalars(select(Notice.id)):
        assert f"http://localhost:8000/notices/{number}\n" in said
    assert send(local(cast.lena, 5, 20)) == send(local(cast.lena, 6, 18)) == [], "what was told isn't told again"


def test_a_week_is_told_on_its_day(cast: Cast, send):
    with wishing(cast.lena, Delivery.WEEKLY, weekday=4), clock.at(local(cast.lena, 5, 9)):
        tell(cast.lena)
    assert send(local(cast.lena, 7, 23)) == []
    assert send(local(cast.lena, 8, 8)) == ["One thing is new in Attune"]


def test_what_was_read_or_muted_meanwhile_is_left_out_and_an_empty_digest_is_not_sent(
    cast: Cast, send, post_office: PostOffice
):
    for reader in (cast.lena, cast.paul):
        with wishing(reader, Delivery.DAILY), clock.at(local(reader, 5, 9)):
            tell(reader, "one", who=cast.tess)
            tell(reader, "two", about=Subject("thread-8", "Second", "/threads/8"), who=cast.tess)
    with transaction():
        notices.read(cast.lena.id, "thread-8")
        notices.read(cast.paul.id, "thread-8")
        notices.mute(cast.paul, THREAD)
    assert send(local(cast.lena, 6, 8)) == ["One thing is new in Attune"]
    assert "Second" not in text_of(post_office)
    assert post_office.mails[-1]["To"].addresses[0].addr_spec == cast.lena.email
    assert db.scalars(select(Notice.digest_at)).all() == [None] * 4


def test_what_is_read_between_writing_and_sending_is_left_out_too(cast: Cast, post_office: PostOffice, deliver):
    with wishing(cast.lena, Delivery.DAILY), clock.at(local(cast.lena, 5, 9)):
        tell(cast.lena)
    with clock.at(local(cast.lena, 6, 8)):
        jobs.send_digests()
        with transaction():
            notices.read(cast.lena.id, THREAD.key)
        deliver(post_office.url)
    assert post_office.mails == []


def test_a_worker_that_slept_sends_one_mail_for_all_it_missed(cast: Cast, send):
    with wishing(cast.lena, Delivery.DAILY):
        for day in (5, 6, 7):
            with clock.at(local(cast.lena, day, 9)):
                tell(cast.lena, str(day))
    assert send(local(cast.lena, 9, 12)) == ["3 things are new in Attune"]


def test_another_hour_on_the_same_day_makes_no_second_mail_and_loses_nothing(cast: Cast, send):
    with wishing(cast.lena, Delivery.DAILY), clock.at(local(cast.lena, 5, 7)):
        tell(cast.lena, "one")
    assert len(send(local(cast.lena, 5, 8))) == 1
    with clock.at(local(cast.lena, 5, 9)), wishing(cast.lena, Delivery.DAILY, hour=20):
        tell(cast.lena, "two")
    assert send(local(cast.lena, 5, 20)) == []
    assert len(send(local(cast.lena, 6, 20))) == 1


def test_daily_and_weekly_of_one_morning_are_one_mail(cast: Cast, send):
    with clock.at(local(cast.lena, 3, 12)):
        with wishing(cast.lena, Delivery.WEEKLY):
            tell(cast.lena, "weekly")
        with transaction():
            notices.choose(cast.lena, {Kind.CLASSES_MOVED: Delivery.DAILY})
        tell(cast.lena, "daily", Kind.CLASSES_MOVED, happens_at=local(cast.lena, 9, 9))
    assert send(local(cast.lena, 4, 8)) == ["2 things are new in Attune"]


def test_two_workers_write_one_digest(cast: Cast):
    with wishing(cast.lena, Delivery.DAILY), clock.at(local(cast.lena, 5, 7)):
        tell(cast.lena)
    with clock.at(local(cast.lena, 5, 8)):
        at_once(*[jobs.send_digests] * 4)
    [letter] = letters()
    assert letter.key == f"digest:{cast.lena.id}:2027-01-05"


def test_what_has_begun_by_then_is_announced_no_more(cast: Cast, send):
    with wishing(cast.lena, Delivery.WEEKLY), clock.at(local(cast.lena, 5, 9)):
        tell(cast.lena, kind=Kind.WORK_DUE, happens_at=local(cast.lena, 6, 12))
    assert send(local(cast.lena, 11, 8)) == []


def test_a_long_digest_says_how_much_more_there_is(cast: Cast, send, post_office: PostOffice):
    with wishing(cast.lena, Delivery.DAILY), clock.at(local(cast.lena, 5, 7)):
        for number in range(53):
            tell(cast.lena, str(number))
    assert send(local(cast.lena, 5, 8)) == ["53 things are new in Attune"]
    assert text_of(post_office).count("- Somebody wrote") == 50 and "And 3 more" in text_of(post_office)


@pytest.mark.parametrize(("hour", "waits_until"), [(23, 7), (3, 7), (12, 12)])
def test_quiet_hours_put_a_mail_off_to_their_end(
    cast: Cast, post_office: PostOffice, deliver: Deliver, hour: int, waits_until: int
):
    with transaction():
        notices.plan(cast.lena, 8, 0, (time(22), time(7)))
    told_at = local(cast.lena, 5, hour)
    with clock.at(told_at):
        tell(cast.lena)
        deliver(post_office.url)
    ends = local(cast.lena, 5 + (hour > waits_until), waits_until)
    if ends != told_at:
        assert post_office.mails == [] and letters()[0].tries == 0
        with clock.at(ends - timedelta(seconds=1)):
            assert deliver(post_office.url) == 0
        with clock.at(ends):
            assert deliver(post_office.url) == 1
    assert len(post_office.mails) == 1


def test_a_mail_that_waited_for_the_morning_is_not_needed_by_whoever_has_read_it(
    cast: Cast, post_office: PostOffice, deliver: Deliver
):
    with transaction():
        notices.plan(cast.lena, 8, 0, (time(22), time(7)))
    with clock.at(local(cast.lena, 5, 23)):
        tell(cast.lena)
        deliver(post_office.url)
    with transaction():
        notices.read(cast.lena.id, THREAD.key)
    with clock.at(local(cast.lena, 6, 7)):
        deliver(post_office.url)
    assert post_office.mails == []


def test_a_way_in_comes_in_the_night_too(cast: Cast, post_office: PostOffice, deliver: Deliver):
    with transaction():
        notices.plan(cast.lena, 8, 0, (time(22), time(7)))
    with clock.at(local(cast.lena, 5, 23)):
        with transaction():
            link = {"link": "/password-reset/s", "until": clock.now().isoformat()}
            notices.mail(cast.lena, "password-reset", key="reset", **link)
        tell(cast.lena, kind=Kind.TRAINER_ADDED, who=cast.theo, email="t@sample.example", by="")
        assert deliver(post_office.url) == 2
    assert len(post_office.mails) == 2
