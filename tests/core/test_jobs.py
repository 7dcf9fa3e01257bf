"""The queue: what has been posted wakes the worker, not before it can be seen."""

from flask import Flask
from pytest import MonkeyPatch
from sqlalchemy import func, select

from lms.core import jobs, outbox
from lms.core.db import db, transaction
from lms.core.outbox import Letter


def test_the_worker_is_called_when_the_letters_can_be_seen(app: Flask, monkeypatch: MonkeyPatch):
    seen = []

    def call(_name: str) -> None:
        with db.get_bind().connect() as somebody_else:
            seen.append(somebody_else.scalar(select(func.count()).select_from(Letter)))

    monkeypatch.setattr(jobs.queue(), "call", call)
    with transaction():
        with db.begin_nested():
            outbox.post("kind", "one", {})
            outbox.post("kind", "another", {})
        assert seen == []
    assert seen == [2]
