"""People who are told something, and a mail server that can be told to misbehave."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.core import outbox
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from lms.core.settings import Settings
from lms.notices import actions as notices
from lms.notices.models import Notice
from lms.notices.rules import Kind, Subject
from lms.people.models import Person
from tests.kit.post_office import PostOffice

THREAD = Subject("thread-7", "Home practice", "/threads/7")
Deliver = Callable[[str], int]


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def deliver(app: Flask, settings: Settings) -> Deliver:
    """Deliver what is due by way of the server at this address; give the count delivered."""

    def delivered(url: str) -> int:
        with app.app_context():
            return outbox.deliver({"mail": notices.carrier(dataclasses.replace(settings, smtp_url=url))})

    return delivered


def tell(person: Person, key: str = "one", kind: Kind = Kind.MESSAGE, **more: Any) -> bool:
    """Tell somebody of a message, or of something else, in a transaction of its own."""
    with transaction():
        return notices.tell(person, kind, **{"key": f"{key}-{person.id}", "about": THREAD} | more)


def bell(person: Person) -> list[str]:
    """The keys of what somebody's bell says."""
    db.remove()
    unread = select(Notice.key).where(Notice.person_id == person.id, Notice.read_at.is_(None)).order_by(Notice.id)
    return list(db.scalars(unread))


def letters() -> list[Letter]:
    """What has been written to anybody."""
    db.remove()
    return list(db.scalars(select(Letter).where(Letter.kind == "mail").order_by(Letter.id)))
