"""What is asked about agreements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Exists, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnExpressionArgument

from lms.access.viewer import Facts
from lms.agreements.models import Signature
from lms.core.db import db
from lms.program.models import Agreement, Program


@dataclass(frozen=True)
class Asked:
    """A program's agreement, as somebody comes to it from a cohort; `signature` is theirs."""

    agreement: Agreement
    cohort_id: int | None
    signature: Signature | None

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


def current(slug: str) -> Agreement | None:
    """What a program asks people to sign now, with the program."""
    return db.scalar(
        select(Agreement)
        .join(Agreement.program)
        .where(Program.slug == slug, Agreement.version == Program.agreement_version)
        .options(joinedload(Agreement.program, innerjoin=True))
    )


def signature_of(person_id: int, agreement_id: int) -> Signature | None:
    """Somebody's signature under this version."""
    return db.scalar(select(Signature).where(Signature.person_id == person_id, Signature.agreement_id == agreement_id))


def signatures_of(person_id: int) -> Sequence[Signature]:
    """All that somebody has signed, newest first, each with its agreement and program. One statement."""
    return db.scalars(
        select(Signature)
        .where(Signature.person_id == person_id)
        .options(joinedload(Signature.agreement, innerjoin=True).joinedload(Agreement.program, innerjoin=True))
        .order_by(Signature.signed_at.desc(), Signature.id.desc())
    ).all()


def is_signed_by(person_id: ColumnExpressionArgument[int]) -> Exists:
    """Whether the person has signed what the Program of the query around it asks for now."""
    return (
        select(Signature.id)
        .join(Agreement, Agreement.id == Signature.agreement_id)
        .where(
            Agreement.program_id == Program.id,
            Agreement.version == Program.agreement_version,
            Signature.person_id == person_id,
        )
        .correlate(Program)
        .exists()
    )
