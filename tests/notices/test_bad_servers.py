"""Sixty mails and a mail server that refuses, sleeps or dies: none is lost and none comes twice."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.core.outbox import LEASE, Letter
from lms.core.settings import Settings
from lms.notices import actions as notices
from lms.notices import smtp
from lms.notices.headers import message_id
from lms.notices.rules import Kind, Subject
from tests.kit.cast import Cast
from tests.kit.post_office import PostOffice
from tests.notices.conftest import Deliver, bell, letters, tell

COUNT = 60
MINUTE = timedelta(minutes=1)
LATER = "450 4.2.1 Come back later"
NEVER = "550 5.1.1 There is nobody of that name"


@pytest.fixture
def expected(cast: Cast, settings: Settings) -> Counter[str]:
    """Sixty things to tell lena, each of something else; how often each mail is to come, by its Message-ID."""
    with transaction():
        for number in range(COUNT):
            about = Subject(f"thread-{number}", f"T{number}", f"/threads/{number}")
            notices.tell(cast.lena, Kind.MESSAGE, key=str(number), about=about)
    return Counter(message_id(str(number), settings.base_url) for number in range(COUNT))


def came(office: PostOffice) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in office.mails)


def waiting() -> int:
    db.remove()
    return db.scalar(select(func.count()).where(Letter.delivered_at.is_(None), Letter.given_up_at.is_(None))) or 0


def minutes(begin: datetime, count: int, step: int = 1) -> Iterator[int]:
    """Each minute in turn, or every so manieth, by the clock."""
    for minute in range(0, count, step):
        with clock.at(begin + minute * MINUTE):
            yield minute


def test_a_server_that_is_dead_for_an_hour_gets_each_mail_once_when_it_is_back(
    expected: Counter[str], post_office: PostOffice, deliver: Deliver
):
    with PostOffice() as dead:
        nobody_listens = dead.url
    begin = clock.now()
    assert sum(deliver(nobody_listens) for _ in minutes(begin, 60)) == 0
    assert waiting() == COUNT
    tried = sum(letter.tries for letter in letters())
    assert tried <= 60 * outbox.PATIENCE, "nothing else waits for sixty time-outs each minute"
    for _ in minutes(begin + 60 * MINUTE, 5 * 60, 20):
        deliver(post_office.url)
    assert came(post_office) == expected and waiting() == 0


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_is_busy_for_an_hour_gets_each_mail_once_afterwards(
    command: str, expected: Counter[str], post_office: PostOffice, deliver: Deliver
):
    begin = clock.now()
    post_office.says = {command: LATER}
    assert sum(deliver(post_office.url) for _ in minutes(begin, 60, 5)) == 0
    assert waiting() == COUNT
    post_office.says = {}
    for _ in minutes(begin + 60 * MINUTE, 5 * 60, 20):
        deliver(post_office.url)
    assert came(post_office) == expected and waiting() == 0


class Moody(PostOffice):
    """One that takes every other mail."""

    asked = 0

    async def handle_RCPT(self, *asked: Any) -> str:
        self.asked += 1
        return LATER if self.asked % 2 else await super().handle_RCPT(*asked)


def test_a_server_that_takes_every_other_mail_gets_each_once_in_the_end(expected: Counter[str], deliver: Deliver):
    with Moody() as moody:
        for _ in minutes(clock.now(), 12 * 60, 10):
            deliver(moody.url)
        assert came(moody) == expected and waiting() == 0
        assert moody.asked > COUNT


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_what_the_server_refuses_for_good_is_not_tried_again_and_stays_at_the_bell(
    command: str, cast: Cast, expected: Counter[str], post_office: PostOffice, deliver: Deliver, caplog
):
    post_office.says = {command: NEVER}
    assert deliver(post_office.url) == 0
    post_office.says = {}
    with clock.at(clock.now() + timedelta(days=1)):
        assert deliver(post_office.url) == 0
    assert post_office.mails == [] and waiting() == 0
    assert {letter.tries for letter in letters()} == {1}
    assert all(letter.given_up_at and letter.payload for letter in letters()), "whoever looks finds what it was"
    assert len(bell(cast.lena)) == COUNT
    said = [record.getMessage() for record in caplog.records if "given up" in record.getMessage()]
    assert len(said) == COUNT and "refuses it with 550" in said[0] and cast.lena.email not in str(said)


def test_a_refused_reader_costs_the_others_nothing(cast: Cast, post_office: PostOffice, deliver: Deliver):
    for number, person in enumerate((cast.lena, cast.paul, cast.tess, cast.theo, cast.omar)):
        tell(person, str(number))
    to_whom: list[str] = []

    def refuse_the_next(mail: EmailMessage) -> None:
        to_whom.append(mail["To"].addresses[0].addr_spec)
        post_office.says = {"RCPT": NEVER} if len(to_whom) == 1 else {}

    post_office.on_taken = refuse_the_next
    deliver(post_office.url)
    post_office.says = {}
    deliver(post_office.url)
    assert to_whom[0] == cast.lena.email and len(to_whom) < 5


@contextmanager
def greeting(said: bytes) -> Iterator[str]:
    """A server that says this to whoever comes, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("said", [b"554 No service\r\n", b"421 Too many\r\n", b"", b"HTTP/1.1 400\r\n\r\n"])
def test_whatever_a_server_says_at_its_door_may_pass(
    said: bytes, expected: Counter[str], post_office: PostOffice, deliver: Deliver
):
    begin = clock.now()
    with greeting(said) as door:
        assert deliver(door) == 0
    assert waiting() == COUNT
    for _ in minutes(begin + MINUTE, 5):
        deliver(post_office.url)
    assert came(post_office) == expected


def test_our_own_address_being_refused_may_pass(expected: Counter[str], post_office: PostOffice, deliver: Deliver):
    post_office.says = {"MAIL": "553 5.7.1 You may not send as this"}
    assert deliver(post_office.url) == 0
    assert waiting() == COUNT, "an operator mends that"


def test_a_slow_server_keeps_nothing_else_waiting(
    expected: Counter[str], post_office: PostOffice, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.2)
    post_office.dawdles_s = 1.0
    assert deliver(post_office.url) == 0
    assert sum(letter.tries for letter in letters()) == outbox.PATIENCE
    assert waiting() == COUNT


@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_just_after_sending_loses_nothing_and_what_comes_again_is_known(
    expected: Counter[str], post_office: PostOffice, settings: Settings
):
    """The server has taken the mail, the worker is dead before it hears so: nobody can know but by the Message-ID."""
    environ = os.environ | {
        "ATTUNE_ENV": "test",
        "ATTUNE_HOME": str(settings.home),
        "ATTUNE_SECRET_KEY": settings.secret_key,
        "ATTUNE_DATABASE_URL": settings.database_url,
        "ATTUNE_BASE_URL": settings.base_url,
        "ATTUNE_SMTP_URL": post_office.url,
    }
    fatal, killed, workers = {7, 23, 41}, [], []

    def kill(mail: EmailMessage) -> None:
        if len(post_office.mails) in fatal:
            killed.append(str(mail["Message-ID"]))
            os.kill(workers[-1].pid, signal.SIGKILL)

    post_office.on_taken = kill
    at = clock.now()
    while waiting():
        assert len(workers) <= len(fatal), "each death is one mail further"
        command = [sys.executable, "-m", "tests.notices.carrying", at.isoformat()]
        workers.append(subprocess.Popen(command, env=environ))
        workers[-1].wait(60)
        at += LEASE + MINUTE
    assert [worker.returncode for worker in workers] == [-signal.SIGKILL] * 3 + [0]
    assert came(post_office) == expected + Counter(killed)
    assert len(set(killed)) == 3


def test_a_mail_that_an_earlier_version_wrote_is_sent(cast: Cast, post_office: PostOffice, deliver: Deliver):
    with transaction():
        context = {"who": "Tess", "title": "Practice", "link": "/threads/7"}
        payload = {"person_id": cast.lena.id, "template": "new-message", "key": "old", "context": context}
        outbox.post("mail", "old", payload)
    assert deliver(post_office.url) == 1
    assert post_office.mails[0]["Subject"] == "Tess wrote to you about “Practice”"
