"""Asking for an erasure, and doing it part by part."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.cohorts import actions as cohorts
from lms.cohorts.models import Enrollment
from lms.core import erasing, outbox
from lms.core.db import db, transaction
from lms.core.erasing import Part
from lms.core.errors import Refused
from lms.erasure import queries, rules
from lms.erasure.models import ErasedPart, Erasure
from lms.erasure.parts import PARTS, whose
from lms.people import actions as people
from lms.people.models import Person
from lms.people.rules import Right

WAKE = "erase-person"  # the kind of letter that has the worker look


def ask(person: Person, confirmation: str, by: Person | None, now: datetime) -> Erasure:
    """Begin to erase somebody: from this moment on they are out, and what there is of them is noted by its digest.

    Nothing of it can be taken back. `by` None is a command. Again gives the erasure that there is already. Raises
    Refused("confirmation") unless their e-mail address was typed.
    """
    if found := queries.erasure_of(person.id):
        return found
    if not rules.is_confirmed(confirmation, person.email):
        raise Refused("This isn’t the e-mail address of this account. Type it just as it stands above.", "confirmation")
    _let_go_of(person, by, now)
    begun = Erasure(person_id=person.id, asked_by_id=by and by.id, asked_at=now)
    db.add(begun)
    db.flush()
    for part in PARTS:
        _note(begun, part, person)
    _record(Deed.ERASURE_ASKED, begun, by, now)
    outbox.post(WAKE, f"{WAKE}-{begun.id}", {})
    return begun


def erase(erasure_id: int, code: str, home: Path, now: datetime) -> None:
    """Erase one part, if it isn't gone already. Begins and ends transactions of its own."""
    part = next(part for part in PARTS if part.code == code)
    with transaction():
        erasure = queries.hold(erasure_id)
        person = whose(db.get_one(Person, erasure.person_id))
        noted = queries.part_of(erasure_id, code) or _note(erasure, part, db.get_one(Person, erasure.person_id))
        if noted.erased_at:
            return
    if part.release:
        part.release(person, home, now)
    with transaction():
        queries.hold(erasure_id)
        part.erase(person, now)
        done = queries.part_of(erasure_id, code)
        assert done
        done.erased_at = done.erased_at or now


def finish(erasure_id: int, now: datetime) -> None:
    """Sign the receipt, once every part is gone."""
    erasure = queries.hold(erasure_id)
    if erasure.done_at is None:
        erasure.done_at = now
        _record(Deed.PERSON_ERASED, erasure, None, now)


def _let_go_of(person: Person, by: Person | None, now: datetime) -> None:
    """Their account is closed, their parts in cohorts and their rights over the house end."""
    people.close_account(person, by, now)
    for right in Right:
        people.grant(person, right, False, now, by)
    taking_part = (Enrollment.person_id == person.id, Enrollment.ended_at.is_(None))
    for enrollment in db.scalars(select(Enrollment).where(*taking_part)).all():
        cohorts.leave(enrollment, now, by)


def _note(erasure: Erasure, part: Part, person: Person) -> ErasedPart:
    things, sha256 = erasing.digest(part, whose(person))
    noted = ErasedPart(erasure_id=erasure.id, code=part.code, things=things, sha256=sha256)
    db.add(noted)
    db.flush()
    return noted


def _record(deed: Deed, erasure: Erasure, by: Person | None, now: datetime) -> None:
    about = (Kind.PERSON, erasure.person_id)
    audit.record(deed, about, actor_id=by and by.id, now=now, person_id=erasure.person_id, erasure=erasure.id)
