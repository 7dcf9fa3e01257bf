"""What is asked about erasures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core import erasing
from lms.core.db import db
from lms.erasure.models import ErasedPart, Erasure
from lms.erasure.parts import PARTS, TITLES, whose
from lms.people.models import Person


@dataclass(frozen=True)
class Line:
    """One kind of what is kept of somebody, and how much there is."""

    title: str
    things: int


def erasure_of(person_id: int) -> Erasure | None:
    """The erasure of a person, with its parts and who asked for it. Two statements."""
    whole = select(Erasure).options(joinedload(Erasure.asked_by), selectinload(Erasure.parts))
    return db.scalar(whole.where(Erasure.person_id == person_id))


def what_there_is(person: Person) -> list[Line]:
    """What would be erased of somebody. One statement."""
    found = erasing.counts(PARTS, whose(person))
    return [Line(TITLES[code], things) for code, things in found.items() if things]


def unfinished() -> Sequence[int]:
    """Erasures that aren't at their end, oldest first."""
    return db.scalars(select(Erasure.id).where(Erasure.done_at.is_(None)).order_by(Erasure.id)).all()


def hold(erasure_id: int) -> Erasure:
    """An erasure, held until the transaction ends."""
    return db.scalars(select(Erasure).where(Erasure.id == erasure_id).with_for_update()).one()


def part_of(erasure_id: int, code: str) -> ErasedPart | None:
    """One part of an erasure."""
    return db.scalar(select(ErasedPart).where(ErasedPart.erasure_id == erasure_id, ErasedPart.code == code))
