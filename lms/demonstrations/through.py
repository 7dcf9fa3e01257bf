"""How whoever is looking comes to a demonstration."""

from flask import g

from lms.demonstrations import queries
from lms.demonstrations.queries import Shown


def shown(demonstration_id: int) -> Shown | None:
    """The demonstration, as the viewer comes to it: through a cohort that they teach, or else one that takes it."""
    found = queries.demonstration(demonstration_id)
    if found is None:
        return None
    cohorts = [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)]
    through = [c.id for c in cohorts if c and c.program_id == found.program_class.program_id]
    taught = [cohort_id for cohort_id in through if cohort_id in g.viewer.trainer_in]
    return Shown(found, next(iter(taught or through), None))
