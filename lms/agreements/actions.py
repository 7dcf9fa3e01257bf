"""What people do with agreements."""

from datetime import datetime

from lms.agreements import rules
from lms.agreements.models import Signature
from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.people.models import Person
from lms.program.models import Agreement


def sign(agreement: Agreement, person: Person, name: str, sha256: str, now: datetime) -> Signature:
    """Keep that somebody has signed the text with this digest.

    Raises Refused("name") for another's name, and Conflict where the page showed another text than is asked for now.
    """
    if sha256 != agreement.sha256:
        raise Conflict("The agreement has just been changed. Please read it again as it is now, then sign it.")
    if not rules.is_name_of(name, person.name):
        raise Refused(f"Please type your name as it stands in your account: {person.name}.", "name")
    made = Signature(
        person_id=person.id, agreement_id=agreement.id, name=" ".join(name.split()), sha256=sha256, signed_at=now
    )
    db.add(made)
    db.flush()
    audit.record(
        Deed.AGREEMENT_SIGNED,
        (Kind.AGREEMENT, agreement.id),
        actor_id=person.id,
        person_id=person.id,
        now=now,
        version=agreement.version,
        sha256=sha256,
    )
    return made
