"""What is kept of somebody as one who is in recordings. Asking for erasure withdraws: nothing with them in it plays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from lms.consents import actions
from lms.consents.models import RecordingConsent
from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.people.rules import erased_email, erased_name


def _consents(whose: Whose) -> Select[Any]:
    columns = (RecordingConsent.id, RecordingConsent.name, RecordingConsent.email, RecordingConsent.use)
    return select(*columns).where(*_asked(whose))


def _erase_consents(whose: Whose, now: datetime) -> None:
    whole = select(RecordingConsent).where(*_asked(whose)).options(joinedload(RecordingConsent.video))
    for consent in db.scalars(whole).all():
        if consent.withdrawn_at is None:
            actions.withdraw(consent, now)
        consent.name, consent.email = erased_name(whose.id), erased_email(whose.id)


def _asked(whose: Whose) -> Sequence[Any]:
    theirs = or_(RecordingConsent.person_id == whose.id, RecordingConsent.email == whose.email)
    return theirs, RecordingConsent.email != erased_email(whose.id)


PARTS = (Part("consents", "Consents to recordings with them in it", _consents, _erase_consents),)
