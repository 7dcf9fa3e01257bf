"""Keeping two people apart, and ending that. Nobody is told."""

from datetime import datetime

from lms.cohorts.models import Cohort
from lms.core.db import added, db
from lms.core.errors import Refused
from lms.people.models import Person
from lms.roleplays.apart.models import KeptApart


def keep_apart(cohort: Cohort, one: int, other: int, by: Person, now: datetime) -> None:
    """Let two learners be in no group together from the next solving on. Again changes nothing.

    Raises Refused("other") for somebody and themselves.
    """
    if one == other:
        raise Refused("Please choose two people.", "other")
    first, second = sorted((one, other))
    added(KeptApart(cohort_id=cohort.id, one_id=first, other_id=second, asked_by_id=by.id, asked_at=now))


def end(pair: KeptApart) -> None:
    """They may be in one group again, unless somebody else asked for it too."""
    db.delete(pair)
