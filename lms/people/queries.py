"""What is asked about accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in
from lms.people import rules
from lms.people.models import Closing, Invitation, PasswordReset, Person, SignIn


@dataclass(frozen=True)
class Row:
    """Somebody in the coordinator's list."""

    person: Person
    seen_at: datetime | None
    invited_at: datetime | None
    closed_at: datetime | None


def key_of(secret: str) -> str:
    """Under which the database knows a secret; from it nobody gets the secret back."""
    return sha256(secret.encode()).hexdigest()


def person(person_id: int) -> Person | None:
    """Somebody, by number."""
    return db.get(Person, person_id)


def among(person_ids: Collection[int]) -> Sequence[Person]:
    """These people, by their numbers."""
    return db.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)).all()


def person_by_email(email: str) -> Person | None:
    """Somebody, by their address in whatever spelling."""
    return db.scalar(select(Person).where(Person.email == rules.normal_email(email)))


def is_closed(person: Person) -> bool:
    """Whether somebody's account is closed."""
    return db.get(Closing, person.id) is not None


def sign_in_of() -> Select[tuple[SignIn]]:
    """The sign-in that a cookie holds, with its person, unless it has ended; to be run with `cookie_asked`."""
    return (
        select(SignIn)
        .where(SignIn.key == bindparam("key"), SignIn.ended_at.is_(None), SignIn.seen_at > bindparam("seen_after"))
        .where(~exists().where(Closing.person_id == SignIn.person_id))
        .options(joinedload(SignIn.person, innerjoin=True))
    )


def cookie_asked(secret: str, now: datetime) -> dict[str, Any]:
    """What a statement of `sign_in_of` asks for."""
    return {"key": key_of(secret), "seen_after": now - rules.SIGN_IN_LASTS}


def sign_in(sign_in_id: int) -> SignIn | None:
    """One sign-in, by number."""
    return db.get(SignIn, sign_in_id)


def sign_ins_of(person: Person, now: datetime) -> Sequence[SignIn]:
    """Where somebody is signed in, last seen first."""
    return db.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.seen_at > now - rules.SIGN_IN_LASTS)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        .limit(SIZE)
    ).all()


def open_reset(secret: str, now: datetime) -> PasswordReset | None:
    """The reset that a letter's link stands for, with its person, while it can be used."""
    found = db.scalar(
        select(PasswordReset).where(PasswordReset.key == key_of(secret)).options(joinedload(PasswordReset.person))
    )
    if found is None or is_closed(found.person):
        return None
    return found if rules.still_open(found.sent_at, found.used_at, rules.RESET_LASTS, now) else None


def open_invitation(secret: str, now: datetime) -> Invitation | None:
    """The invitation that a letter's link stands for, with its person, until one of theirs has been accepted."""
    found = db.scalar(select(Invitation).where(Invitation.key == key_of(secret)).options(joinedload(Invitation.person)))
    if found is None or found.person.password_hash or is_closed(found.person):
        return None
    return found if rules.still_open(found.sent_at, found.accepted_at, rules.INVITATION_LASTS, now) else None


def people_page(text: str, after: str | None) -> Page[Row]:
    """People by name, those whose name or e-mail contains the text. One statement; the key is the last one's number."""
    last_seen_at = select(func.max(SignIn.seen_at)).where(SignIn.person_id == Person.id).scalar_subquery()
    last_invited_at = select(func.max(Invitation.sent_at)).where(Invitation.person_id == Person.id).scalar_subquery()
    rows = (
        select(Person, last_seen_at, last_invited_at, Closing.closed_at)
        .outerjoin(Closing, Closing.person_id == Person.id)
        .order_by(Person.name, Person.id)
    )
    if text:
        columns = (Person.name, Person.email)
        rows = rows.where(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if number := number_in(after):
        last = select(Person.name).where(Person.id == number).scalar_subquery()
        rows = rows.where(tuple_(Person.name, Person.id) > tuple_(last, number))
    found = [Row(*row) for row in db.execute(limited(rows))]
    return Page(found[:SIZE], str(found[SIZE - 1].person.id) if len(found) > SIZE else None)
