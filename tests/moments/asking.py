"""Asking and answering as a browser does, and what is kept of it."""

from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.moments.questions.models import Answer, Question

KEYS = count()


def ask(browser: FlaskClient, at: str, second: int, text: str, key: str | None = None) -> int:
    sent = {"at_ms": second * 1000, "text": text, "key": key or f"key-{next(KEYS)}"}
    return browser.post(f"{at}/questions", data=sent).status_code


def answer(browser: FlaskClient, question: Question, text: str, key: str | None = None) -> int:
    sent = {"text": text, "key": key or f"key-{next(KEYS)}"}
    return browser.post(f"/questions/{question.id}/answers", data=sent).status_code


def asked() -> list[Question]:
    db.remove()
    found = list(db.scalars(select(Question).order_by(Question.id)))
    db.expunge_all()
    return found


def answers() -> list[Answer]:
    db.remove()
    found = list(db.scalars(select(Answer).order_by(Answer.id)))
    db.expunge_all()
    return found
