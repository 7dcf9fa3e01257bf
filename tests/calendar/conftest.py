"""A mail server that takes letters."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from lms.core import outbox
from lms.core.settings import Settings
from lms.notices import actions as notices
from tests.kit.post_office import PostOffice

Deliver = Callable[[], int]


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def deliver(app: Flask, settings: Settings, post_office: PostOffice) -> Deliver:
    """Deliver what is due; give the count delivered."""

    def delivered() -> int:
        with app.app_context():
            return outbox.deliver({"mail": notices.carrier(dataclasses.replace(settings, smtp_url=post_office.url))})

    return delivered
