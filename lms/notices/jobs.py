"""What the worker does for notices each minute: digests whose hour has come, and forgetting what is old."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.core import clock, outbox
from lms.core.db import db, transaction
from lms.notices import queries, rules
from lms.notices.models import Notice
from lms.notices.rules import Delivery
from lms.people.models import Person

SWEPT = 1_000  # of the oldest notices, looked at in one sweep


def send_digests() -> None:
    """Write the digests that are due: one letter for each person and day, with what they haven't read by then."""
    with transaction():
        due = queries.digests_due(clock.now())
    for person_id, at in due:
        with transaction():
            _digest(db.get_one(Person, person_id), at)


def forget_old() -> None:
    """Forget what people were told long ago."""
    oldest = select(Notice.id).order_by(Notice.id).limit(SWEPT).subquery()
    is_old = Notice.told_at < clock.now() - rules.KEPT_FOR
    with transaction():
        db.execute(
            delete(Notice).where(Notice.id.in_(select(oldest.c.id)), is_old),
            execution_options={"synchronize_session": False},
        )


def _digest(person: Person, at: datetime) -> None:
    """What a person is told of with the digest of this time. Where that has gone already (they have chosen another hour
    since), it comes with the next."""
    due = queries.for_digest(person.id, clock.now())
    if not due:
        return  # another worker was faster, or all of it has been read
    key = f"digest:{person.id}:{at.astimezone(person.zone):%Y-%m-%d}"
    payload = {"key": key, "person_id": person.id, "template": "digest", "digest": [notice.id for notice in due]}
    next_at = None
    if not outbox.post("mail", key, payload):
        wishes, _ = queries.wishes_of(person)
        next_at = rules.digest_at(clock.now(), wishes, Delivery.DAILY)
    for notice in due:
        notice.digest_at = next_at
