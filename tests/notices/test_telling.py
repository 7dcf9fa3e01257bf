"""Somebody is told of something: once, as they wish, and no longer than it is news."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.notices import actions as notices
from lms.notices import jobs, rules
from lms.notices.models import Mute, Notice
from lms.notices.rules import MANNERS, Delivery, Kind, Subject
from lms.people.models import Person
from tests.kit.at_once import at_once
from tests.kit.cast import Cast
from tests.notices.conftest import THREAD, bell, letters, tell


def choose(person: Person, **choices: Delivery) -> None:
    with transaction():
        notices.choose(person, {Kind(kind): delivery for kind, delivery in choices.items()})


def test_what_happens_is_told_by_the_bell_and_by_mail(cast: Cast):
    assert tell(cast.lena, who=cast.tess, path="/threads/7#message-3")
    [notice] = db.scalars(select(Notice))
    assert (notice.subject, notice.title, notice.path) == ("thread-7", "Home practice", "/threads/7#message-3")
    [letter] = letters()
    said = {"who": "Tess Sample", "title": "Home practice", "link": "/threads/7#message-3"}
    assert letter.payload == {
        "key": notice.key,
        "person_id": cast.lena.id,
        "template": "new-message",
        "context": said,
        "notice": "message",
    }


def test_the_same_event_is_told_once_also_when_it_comes_twice_in_one_moment(cast: Cast):
    assert sorted(at_once(*[lambda: tell(cast.lena)] * 6)) == [False] * 5 + [True]
    assert not tell(cast.lena)
    assert len(bell(cast.lena)) == len(letters()) == 1


def test_what_is_undone_was_never_told(cast: Cast):
    with pytest.raises(RuntimeError), transaction():
        notices.tell(cast.lena, Kind.MESSAGE, key="undone", about=THREAD)
        raise RuntimeError
    assert bell(cast.lena) == [] and letters() == []


@pytest.mark.parametrize(
    ("delivery", "mails", "digests"),
    [(Delivery.AT_ONCE, 1, 0), (Delivery.DAILY, 0, 1), (Delivery.WEEKLY, 0, 1), (Delivery.APP, 0, 0)],
)
def test_it_is_mailed_as_its_reader_wishes(cast: Cast, delivery: Delivery, mails: int, digests: int):
    choose(cast.lena, message=delivery)
    tell(cast.lena)
    tell(cast.paul, "other")
    assert len(bell(cast.lena)) == 1
    assert sum(letter.payload["person_id"] == cast.lena.id for letter in letters()) == mails
    assert sum(notice.digest_at is not None for notice in db.scalars(select(Notice))) == digests


@pytest.mark.parametrize("kind", [kind for kind in Kind if MANNERS[kind].is_mandatory])
def test_what_nobody_can_wish_away_comes_whatever_they_wish(cast: Cast, kind: Kind):
    with transaction():
        notices.stop_mail(cast.lena, list(Kind))
        notices.mute(cast.lena, THREAD)
    assert tell(cast.lena, kind=kind)
    assert [letter.payload["notice"] for letter in letters()] == [kind.value]
    assert kind not in rules.offered(is_learner=True, is_trainer=True)


def test_a_muted_subject_is_told_neither_by_the_bell_nor_by_mail_until_it_is_unmuted(cast: Cast):
    tell(cast.lena)
    with transaction():
        for _ in range(2):
            notices.mute(cast.lena, THREAD)
    assert bell(cast.lena) == [], "muting also ends what the bell says already"
    assert not tell(cast.lena, "two")
    assert tell(cast.lena, "elsewhere", about=Subject("thread-8", "Other", "/threads/8"))
    assert tell(cast.paul, "two"), "others hear of it as ever"
    with transaction():
        notices.unmute(cast.lena.id, THREAD.key)
    assert tell(cast.lena, "two"), "what came while it was muted uses up no key"
    assert db.scalars(select(Mute)).all() == []


def test_reading_a_thing_reads_what_was_told_of_it_and_nothing_else(cast: Cast):
    tell(cast.lena, "one")
    tell(cast.lena, "two", Kind.HANDED_OVER)
    tell(cast.lena, "other", about=Subject("thread-8", "Other", "/threads/8"))
    tell(cast.paul, "one")
    with transaction():
        assert notices.read(cast.lena.id, "thread-7") == 2
        assert notices.read(cast.lena.id, "thread-7") == 0
    assert bell(cast.lena) == [f"other-{cast.lena.id}"]
    assert len(bell(cast.paul)) == 1


def test_what_is_over_is_news_to_nobody(cast: Cast):
    for person in (cast.tess, cast.theo):
        tell(person, "work", Kind.WORK_WAITING)
        tell(person, "message")
    with transaction():
        notices.over("thread-7", Kind.WORK_WAITING)
    assert [bell(person) for person in (cast.tess, cast.theo)] == [
        [f"message-{person.id}"] for person in (cast.tess, cast.theo)
    ]


def test_whoever_is_gone_is_somebody(cast: Cast, sign_in):
    tell(cast.lena, who=cast.paul)
    with transaction():
        notice = db.scalars(select(Notice)).one()
        notice.who_id = None
    assert "Somebody wrote to you about “Home practice”" in sign_in(cast.lena).get("/notices/").text


def test_what_was_told_long_ago_is_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "SWEPT", 2)
    with clock.at(clock.now() - rules.KEPT_FOR - timedelta(hours=1)):
        for key in ("one", "two", "three"):
            tell(cast.lena, key)
    tell(cast.lena, "fresh")
    jobs.forget_old()
    assert len(bell(cast.lena)) == 2, "so many in a sweep"
    jobs.forget_old()
    assert bell(cast.lena) == [f"fresh-{cast.lena.id}"]


def test_what_waits_to_be_mailed_goes_out_as_is_wished_by_then(cast: Cast):
    choose(cast.lena, message=Delivery.WEEKLY)
    tell(cast.lena)
    weekly = db.scalars(select(Notice)).one().digest_at
    choose(cast.lena, message=Delivery.DAILY)
    daily = db.scalars(select(Notice)).one().digest_at
    assert weekly and daily and daily < weekly
    choose(cast.lena, message=Delivery.APP)
    assert db.scalars(select(Notice)).one().digest_at is None
    assert len(bell(cast.lena)) == 1


def test_a_letter_that_waits_becomes_a_line_of_the_digest(cast: Cast, deliver, post_office):
    tell(cast.lena)
    choose(cast.lena, message=Delivery.DAILY)
    assert db.scalars(select(Notice)).one().digest_at
    deliver(post_office.url)
    assert post_office.mails == []


def test_the_sentence_of_each_kind_can_be_said(cast: Cast, sign_in):
    client: FlaskClient = sign_in(cast.lena)
    for kind in Kind:
        tell(cast.lena, kind.value, kind, who=cast.tess, happens_at=clock.now() + timedelta(days=1))
    page = client.get("/notices/").text
    assert page.count('class="row ') == len(Kind)
    assert "{" not in page
