"""The outbox: at least once, one per key, later when it fails, forgotten when it is delivered."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from tests.kit.at_once import at_once


def write(key: str = "once") -> None:
    with transaction():
        outbox.post("kind", key, {"says": "hello"})


def test_the_same_key_is_taken_once(app: Flask):
    write()
    write()
    assert db.scalar(select(func.count()).select_from(Letter)) == 1


def test_the_same_key_written_at_once_is_taken_once(app: Flask):
    at_once(*[write] * 8)
    assert db.scalar(select(func.count()).select_from(Letter)) == 1


def test_a_letter_of_a_transaction_that_is_undone_was_never_written(app: Flask):
    with pytest.raises(RuntimeError), transaction():
        outbox.post("kind", "undone", {})
        raise RuntimeError
    assert outbox.deliver({"kind": lambda _: None}) == 0


def test_a_failing_letter_is_tried_later_and_delivered_once(app: Flask):
    write()
    tries: list[dict[str, str]] = []

    def carry(payload: dict[str, str]) -> None:
        tries.append(payload)
        if len(tries) == 1:
            raise OSError("no network")

    assert outbox.deliver({"kind": carry}) == 0
    assert outbox.deliver({"kind": carry}) == 0
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert outbox.deliver({"kind": carry}) == 1
        assert outbox.deliver({"kind": carry}) == 0
    assert tries == [{"says": "hello"}] * 2
    assert db.scalars(select(Letter)).one().payload == {}


def test_a_letter_whose_worker_died_is_delivered_by_the_next(app: Flask):
    write()

    def die(_: dict[str, str]) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        outbox.deliver({"kind": die})
    with clock.at(clock.now() + outbox.LEASE):
        assert outbox.deliver({"kind": lambda _: None}) == 1


def test_a_letter_that_is_to_wait_waits_without_having_failed(app: Flask):
    write()
    later = clock.now() + timedelta(hours=8)

    def put_off(_: dict[str, str]) -> None:
        raise outbox.NotYet(later)

    for _ in range(2):
        assert outbox.deliver({"kind": put_off}) == 0
    letter = db.scalars(select(Letter)).one()
    assert (letter.due_at, letter.tries, letter.given_up_at) == (later, 0, None)
    db.remove()
    with clock.at(later):
        assert outbox.deliver({"kind": lambda _: None}) == 1


def test_a_letter_that_can_never_be_delivered_is_given_up_at_once(app: Flask):
    write()

    def refuse(_: dict[str, str]) -> None:
        raise outbox.Undeliverable("nobody of that name")

    assert outbox.deliver({"kind": refuse}) == 0
    db.remove()
    with clock.at(clock.now() + timedelta(days=1)):
        assert outbox.deliver({"kind": lambda _: None}) == 0
    assert db.scalars(select(Letter)).one().given_up_at


def test_one_kind_that_fails_again_and_again_keeps_no_other_waiting(app: Flask):
    for number in range(10):
        write(str(number))
    with transaction():
        outbox.post("other", "last", {})
    tried: list[dict[str, str]] = []

    def fail(payload: dict[str, str]) -> None:
        tried.append(payload)
        raise TimeoutError

    assert outbox.deliver({"kind": fail, "other": lambda _: None}) == 1
    assert len(tried) == outbox.PATIENCE
    assert outbox.deliver({"kind": lambda _: None}) == 10 - outbox.PATIENCE
