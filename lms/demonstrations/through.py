"""How whoever is looking comes to a demonstration."""

from flask import g

from lms.demonstrations import queries
from lms.demonstrations.queries import Shown


def shown(demonstration_id: int) -> Shown | None:
    """The demonstration, as the viewer comes to it."""
    found = queries.demonstration(demonstration_id)
    return Shown(found, cohort_for(found.program_class.program_id)) if found else None


def cohort_for(program_id: int) -> int | None:
    """The viewer's cohort that takes this program, first one that they teach; None where there is none."""
    cohorts = [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)]
    through = [c.id for c in cohorts if c and c.program_id == program_id]
    taught = [cohort_id for cohort_id in through if cohort_id in g.viewer.trainer_in]
    return next(iter(taught or through), None)
