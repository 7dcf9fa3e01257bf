"""Letters leave the house over a real mail server, also a bad one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.core.outbox import GIVE_UP, Letter
from lms.notices import actions as notices
from lms.notices import smtp
from lms.people.models import Person
from tests.kit.cast import Cast
from tests.kit.post_office import PostOffice


def write(person: Person, key: str = "message-1") -> None:
    with transaction():
        notices.mail(person, "new-message", key=key, who="Tess Sample", title="Home practice", link="/threads/7")


def letter() -> Letter:
    db.remove()
    return db.scalars(select(Letter)).one()


def test_a_letter_arrives_as_text_and_html(cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]):
    write(cast.lena)
    assert deliver(post_office.url) == 1
    [mail] = post_office.mails
    assert mail["Subject"] == "Tess Sample wrote to you about “Home practice”"
    assert mail["To"].addresses[0].addr_spec == cast.lena.email
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert "http://localhost:8000/threads/7" in mail.get_body((kind,)).get_content()
    assert letter().delivered_at


def test_a_letter_posted_twice_under_one_key_arrives_once(
    cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]
):
    write(cast.lena)
    write(cast.lena)
    assert deliver(post_office.url) + deliver(post_office.url) == 1
    assert len(post_office.mails) == 1


def test_a_mail_that_is_sent_again_is_known_by_its_message_id(
    cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]
):
    write(cast.lena)
    said = letter().payload
    deliver(post_office.url)
    with transaction():  # as if the worker had died before it could note that the mail is away
        again = db.scalars(select(Letter)).one()
        again.delivered_at, again.payload = None, said
    with clock.at(clock.now() + timedelta(hours=1)):
        deliver(post_office.url)
    write(cast.lena, key="message-2")
    deliver(post_office.url)
    first, again, other = (mail["Message-ID"] for mail in post_office.mails)
    assert first == again != other


def test_a_refusing_server_is_tried_again_later_and_gets_the_letter_once(
    cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]
):
    write(cast.lena)
    post_office.refuses = True
    assert deliver(post_office.url) == 0
    post_office.refuses = False
    assert deliver(post_office.url) == 0, "it waits before it tries again"
    with clock.at(letter().due_at):
        assert deliver(post_office.url) == 1
        assert deliver(post_office.url) == 0
    assert len(post_office.mails) == 1


def test_a_dead_server_loses_nothing(cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]):
    with PostOffice() as dead:
        nobody_listens = dead.url
    write(cast.lena)
    assert deliver(nobody_listens) == 0
    with clock.at(letter().due_at):
        assert deliver(post_office.url) == 1


def test_a_slow_server_is_left_after_a_while(
    cast: Cast, post_office: PostOffice, deliver: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.2)
    post_office.dawdles_s = 1.0
    write(cast.lena)
    assert deliver(post_office.url) == 0
    assert letter().tries == 1
    assert letter().delivered_at is None


def test_a_bad_farewell_sends_no_mail_twice(cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]):
    post_office.hangs_up = True
    write(cast.lena)
    assert deliver(post_office.url) == 1


def test_a_letter_that_never_leaves_is_given_up_in_the_end(
    cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]
):
    post_office.refuses = True
    write(cast.lena)
    with clock.at(clock.now() + GIVE_UP + timedelta(seconds=1)):
        deliver(post_office.url)
    assert letter().given_up_at


def test_our_password_is_not_sent_in_the_clear(cast: Cast, post_office: PostOffice, deliver: Callable[[str], int]):
    write(cast.lena)
    assert deliver(post_office.url.replace("smtp://", "smtp://attune:secret@")) == 0
    assert post_office.commands == ["EHLO"]


def test_without_a_server_mail_lies_in_a_folder(cast: Cast, deliver: Callable[[str], int], home: Path):
    write(cast.lena)
    assert deliver("") == 1
    [file] = (home / "mail").glob("*.eml")
    assert cast.lena.email in file.read_text()
    file.unlink()


def test_whoever_is_gone_is_not_written_to(app: Flask, deliver: Callable[[str], int], post_office: PostOffice):
    with transaction():
        outbox.post("mail", "k", {"person_id": 999_999, "template": "new-message", "key": "k", "context": {}})
    assert deliver(post_office.url) == 1
    assert post_office.mails == []
