"""People with passwords."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.outbox import Letter
from lms.people import actions
from lms.people.models import Person

PASSWORD = "seven quiet rivers"


@pytest.fixture
def ada(app: Flask) -> Person:
    """Somebody who can sign in with PASSWORD."""
    with transaction():
        return actions.create("ada@clinic.example", "Ada Example", PASSWORD, "Europe/Paris", clock.now())


def enter(
    client: FlaskClient, email: str = "ada@clinic.example", password: str = PASSWORD, **more: str
) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def links(template: str) -> list[str]:
    """The links of the letters of this kind, oldest first."""
    db.remove()
    letters = db.scalars(select(Letter).order_by(Letter.id)).all()
    return [letter.payload["context"]["link"] for letter in letters if letter.payload["template"] == template]
