"""How whoever is looking comes to a demonstration."""

from flask import g

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.demonstrations import queries
from lms.demonstrations.queries import Card, Shown


def shown(demonstration_id: int) -> Shown | None:
    """The demonstration, as the viewer comes to it."""
    found = queries.demonstration(demonstration_id)
    return Shown(found, cohort_for(found.program_class.program_id)) if found else None


def playable(demonstration_id: int) -> Card | None:
    """What the viewer meets of it now, for what only those may have who may play it."""
    seen = shown(demonstration_id)
    return queries.card(seen.demonstration, g.viewer.person_id, seen.cohort_id, clock.now()) if seen else None


def cohorts_by_program() -> dict[int, Cohort]:
    """By program id, the cohort through which the viewer sees it: the one they look at, else one that they teach."""
    mine = [g.cohort, *sorted((e.cohort for e in g.enrollments), key=lambda c: c.id not in g.viewer.trainer_in)]
    return {cohort.program_id: cohort for cohort in reversed(mine) if cohort}


def cohort_for(program_id: int) -> int | None:
    """The viewer's cohort that takes this program, first one that they teach; None where there is none."""
    cohorts = [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)]
    through = [c.id for c in cohorts if c and c.program_id == program_id]
    taught = [cohort_id for cohort_id in through if cohort_id in g.viewer.trainer_in]
    return next(iter(taught or through), None)
