"""What an account is made of. What is left of it is a number, which rows of other people point at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.people.models import Invitation, PasswordReset, Person, SignIn
from lms.people.rules import erased_email, erased_name


def _sign_ins(whose: Whose) -> Select[Any]:
    return select(SignIn.id, SignIn.browser).where(SignIn.person_id == whose.id)


def _erase_sign_ins(whose: Whose, now: datetime) -> None:
    for table in (SignIn, PasswordReset, Invitation):
        db.execute(delete(table).where(table.person_id == whose.id))


def _account(whose: Whose) -> Select[Any]:
    return select(Person.id, Person.name, Person.email, Person.zone_name).where(*_there(whose))


def _erase_account(whose: Whose, now: datetime) -> None:
    nobody = {"name": erased_name(whose.id), "email": erased_email(whose.id), "password_hash": None}
    db.execute(update(Person).where(*_there(whose)).values(zone_name="UTC", locale="en-US", **nobody))


def _there(whose: Whose) -> Sequence[Any]:
    return Person.id == whose.id, Person.email != erased_email(whose.id)


PARTS = (
    Part("sign_ins", "Browsers in which they were signed in", _sign_ins, _erase_sign_ins),
    Part("account", "Name, e-mail address, time zone and password", _account, _erase_account),
)
