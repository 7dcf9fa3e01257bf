"""Writing to learners who are stuck."""

from collections.abc import Sequence
from datetime import datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.cohorts.models import Cohort
from lms.core import outbox
from lms.core.errors import Refused
from lms.notices.actions import mail
from lms.overview import rules
from lms.people.models import Person
from lms.practice.rules import digest


def write_to(cohort: Cohort, readers: Sequence[Person], text: str, key: str, by: Person, now: datetime) -> int:
    """Write the same to each reader, by a mail of their own; give the count of those who hadn't been sent it yet.

    The same key again sends nothing twice. The audit log keeps who wrote to whom, and the SHA-256 of the words; the
    words themselves are kept nowhere once they have left. Raises Refused for nobody, or too many.
    """
    if not readers:
        raise Refused("Please choose at least one learner to write to.")
    if len(readers) > rules.READERS_MOST:
        raise Refused(f"Please write to at most {rules.READERS_MOST} learners at once.")
    keys = {reader.id: f"stuck-{cohort.id}-{by.id}-{key}-{reader.id}" for reader in readers}
    sent = outbox.written(keys.values())
    fresh = [reader for reader in readers if keys[reader.id] not in sent]
    for reader in fresh:
        mail(
            reader,
            "stuck",
            key=keys[reader.id],
            who=by.name,
            email=by.email,
            title=cohort.title,
            text=text,
            link=f"/classes/?cohort={cohort.slug}",
        )
        audit.record(
            Deed.LEARNER_WRITTEN_TO,
            (Kind.PERSON, reader.id),
            actor_id=by.id,
            now=now,
            person_id=reader.id,
            cohort_id=cohort.id,
            sha256=digest(text),
        )
    return len(fresh)


def note_export(cohort: Cohort, kind: str, by: Person, now: datetime) -> None:
    """Keep that somebody took the table out of the house."""
    audit.record(
        Deed.OVERVIEW_EXPORTED, (Kind.COHORT, cohort.id), actor_id=by.id, now=now, cohort_id=cohort.id, kind=kind
    )
