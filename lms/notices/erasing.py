"""Letters that haven't left yet, to somebody or about them. What has left lies with whoever got it."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, or_, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.core.outbox import Letter
from lms.people.rules import erased_email, erased_name


def _letters(whose: Whose) -> Select[Any]:
    return select(Letter.id, cast(Letter.payload, Text)).where(_is_theirs(whose))


def _erase_letters(whose: Whose, now: datetime) -> None:
    """Letters to them are given up; in those to others they have no name any more."""
    for letter in db.scalars(select(Letter).where(_is_theirs(whose))).all():
        if letter.given_up_at or _is_to(letter.payload, whose):
            letter.payload, letter.given_up_at = {}, letter.given_up_at or now
        else:
            letter.payload = _without(letter.payload, whose)


def _is_theirs(whose: Whose) -> ColumnElement[bool]:
    said = cast(Letter.payload, Text)
    named = [said.contains(_as_json(word), autoescape=True) for word in (whose.name, whose.email)]
    return or_(Letter.payload["person_id"].as_integer() == whose.id, *named)


def _is_to(payload: dict[str, Any], whose: Whose) -> bool:
    return payload.get("person_id") == whose.id or whose.email in payload.get("outsider", ())


def _without(payload: dict[str, Any], whose: Whose) -> dict[str, Any]:
    said = json.dumps(payload)
    for word, instead in ((whose.name, erased_name(whose.id)), (whose.email, erased_email(whose.id))):
        said = said.replace(_as_json(word), instead)
    changed: dict[str, Any] = json.loads(said)
    return changed


def _as_json(word: str) -> str:
    return json.dumps(word)[1:-1]


PARTS = (Part("letters", "Letters that haven’t left", _letters, _erase_letters),)
