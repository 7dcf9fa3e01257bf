"""What mail programs read in a mail, and the way out of mails that needs no sign-in."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.settings import Settings
from lms.notices import actions as notices
from lms.notices import headers, queries, stopping
from lms.notices.mails import compose
from lms.notices.models import NoticeWishes
from lms.notices.rules import MANNERS, Delivery, Kind, Subject
from lms.notices.stopping import Stop
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.kit.post_office import PostOffice
from tests.notices.conftest import Deliver, tell

Mailed = Callable[..., EmailMessage]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mailed(post_office: PostOffice, deliver: Deliver) -> Mailed:
    """Tell somebody of something; give the mail."""

    def mail(person: Person, key: str = "one", kind: Kind = Kind.MESSAGE, **more: object) -> EmailMessage:
        assert tell(person, key, kind, **more)
        deliver(post_office.url)
        return post_office.mails[-1]

    return mail


def way_out(mail: EmailMessage) -> str:
    """The local path of the address at which mails like this are stopped."""
    found = re.fullmatch(r"<(http://localhost:8000/\S+)>", mail["List-Unsubscribe"])
    assert found
    return urlsplit(found[1]).path


def delivery(person: Person, kind: Kind = Kind.MESSAGE) -> Delivery:
    db.remove()
    return queries.wishes_of(person)[0].delivery(kind)


def test_a_mail_says_what_it_is_and_how_to_stop_its_kind(cast: Cast, mailed: Mailed):
    mail = mailed(cast.lena, who=cast.tess)
    assert mail["List-Id"] == "<message.notices.localhost>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    for part in ("plain", "html"):
        said = mail.get_body((part,)).get_content()
        assert way_out(mail) in said and "/account/notices" in said


def test_a_long_address_arrives_letter_by_letter(cast: Cast, settings: Settings, app: Flask):
    """Header lines may have 998 characters (RFC 5322 §2.1.1); one that is folded or encoded is no address any more."""
    site = "https://learning.department-of-continuing-education.a-large-university.example"
    said = {"who": "Tess", "title": "T", "link": "/threads/7"}
    with app.app_context():
        mail = compose(cast.lena, "new-message", "key", said, dataclasses.replace(settings, base_url=site))
    stop = stopping.path(Stop(cast.lena.id, Kind.EXTENSION_ANSWERED), settings.secret_key)
    headers.list_as(mail, "extension_answered", stop, site)
    headers.join_conversation(mail, "thread-7", site)
    lines = bytes(mail).decode().split("\n\n")[0].split("\n")
    assert f"List-Unsubscribe: <{site}{stop}>" in lines
    assert f"List-Id: <extension-answered.notices.{urlsplit(site).hostname}>" in lines
    assert f"Message-ID: {headers.message_id('key', site)}" in lines
    assert f"References: {headers.message_id('subject thread-7', site)}" in lines


@pytest.mark.parametrize("kind", [kind for kind in Kind if MANNERS[kind].is_mandatory])
def test_what_cannot_be_stopped_offers_no_way_out(cast: Cast, mailed: Mailed, kind: Kind):
    more = {
        Kind.ENROLLED: {"role": "learner", "by": "", "number": 0, "begins": ""},
        Kind.TRAINER_ADDED: {"email": "t@sample.example", "by": ""},
        Kind.CONSENT_ASKED: {"by": "Tess", "use": "playing", "asked": "2026-11-26T17:00:00+00:00"},
    }
    mail = mailed(cast.lena, kind=kind, who=cast.tess, **more[kind])
    assert mail["List-Unsubscribe"] is None and mail["List-Unsubscribe-Post"] is None
    assert "Stop mails like this" not in mail.get_body(("plain",)).get_content()


def test_mails_about_one_thing_are_one_conversation(cast: Cast, mailed: Mailed):
    first, second = mailed(cast.lena, "one"), mailed(cast.lena, "two", Kind.HANDED_OVER, whose="P", has_note=False)
    other = mailed(cast.lena, "three", about=Subject("thread-8", "Other", "/threads/8"))
    assert first["References"] == first["In-Reply-To"] == second["References"] == second["In-Reply-To"]
    assert other["References"] != first["References"]
    ids = {mail["Message-ID"] for mail in (first, second, other)}
    assert len(ids) == 3 and first["References"] not in ids


def test_looking_stops_nothing_and_one_click_stops_that_kind_without_signing_in(
    cast: Cast, mailed: Mailed, client: FlaskClient
):
    address = way_out(mailed(cast.lena))
    for look in (client.get, client.head):  # a scanner of mails follows every link
        assert look(address).status_code == 200
    assert "Stop these mails?" in client.get(address).text
    assert delivery(cast.lena) is Delivery.AT_ONCE
    client.application.config["WTF_CSRF_ENABLED"] = True
    try:
        for _ in range(2):
            answer = client.post(address, data=ONE_CLICK)
            assert answer.status_code == 200 and "No more mails like this" in answer.text
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = False
    assert delivery(cast.lena) is Delivery.APP
    assert delivery(cast.lena, Kind.CLASSES_MOVED) is Delivery.AT_ONCE
    assert delivery(cast.paul) is Delivery.AT_ONCE


def test_the_button_on_the_page_does_the_same(cast: Cast, mailed: Mailed, client: FlaskClient):
    address = way_out(mailed(cast.lena))
    page = client.get(address).text
    assert '<form method="post">' in page
    assert client.post(address).status_code == 200
    assert delivery(cast.lena) is Delivery.APP


def test_what_waits_to_be_sent_is_stopped_too(cast: Cast, post_office: PostOffice, deliver: Deliver):
    tell(cast.lena)
    with transaction():
        notices.stop_mail(cast.lena, [Kind.MESSAGE])
    deliver(post_office.url)
    assert post_office.mails == []


def test_digests_are_stopped_by_their_own_address(cast: Cast, client: FlaskClient, settings: Settings):
    with transaction():
        notices.choose(cast.lena, {Kind.MESSAGE: Delivery.DAILY, Kind.WORK_DUE: Delivery.WEEKLY})
    address = stopping.path(Stop(cast.lena.id, None), settings.secret_key)
    assert "Daily and weekly digests" in client.get(address).text
    client.post(address, data=ONE_CLICK)
    assert delivery(cast.lena) is delivery(cast.lena, Kind.WORK_DUE) is Delivery.APP
    assert delivery(cast.lena, Kind.CLASSES_MOVED) is Delivery.AT_ONCE


@pytest.mark.parametrize(
    "change", [str.upper, lambda path: path[:-1], lambda path: path.replace("message", "work_due")]
)
def test_an_address_that_was_changed_stops_nothing(
    cast: Cast, client: FlaskClient, settings: Settings, change: Callable[[str], str]
):
    token = stopping.path(Stop(cast.lena.id, Kind.MESSAGE), settings.secret_key).rpartition("/")[2]
    for address in (f"/notices/stop/{change(token)}", "/notices/stop/x", "/notices/stop/%00"):
        assert client.get(address).status_code == 404
        assert client.post(address, data=ONE_CLICK).status_code == 404
    assert db.scalars(select(NoticeWishes)).all() == []


def test_an_address_of_somebody_who_is_gone_harms_nobody(client: FlaskClient, settings: Settings, cast: Cast):
    address = stopping.path(Stop(999_999, Kind.MESSAGE), settings.secret_key)
    assert client.post(address, data=ONE_CLICK).status_code == 200


def test_the_mail_that_there_is_for_all_kinds_says_the_sentence_and_leads_there(cast: Cast, mailed: Mailed):
    at = datetime(2027, 1, 5, 18, tzinfo=UTC)
    with clock.at(at - timedelta(hours=20)):
        mail = mailed(cast.lena, kind=Kind.WORK_DUE, happens_at=at)
    assert mail["Subject"] == "“Home practice” is due Tue, Jan 5, 12:00 PM CST"
    for part in ("plain", "html"):
        assert "http://localhost:8000/threads/7" in mail.get_body((part,)).get_content()
