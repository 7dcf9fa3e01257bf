"""Who is told by e-mail when something about a cohort changes."""

from lms.cohorts import queries
from lms.cohorts.events import ClassMoved, Enrolled
from lms.cohorts.models import Role
from lms.notices.actions import mail


def tell_everyone(event: ClassMoved) -> None:
    """Write to every learner and trainer when a class has moved."""
    session = event.session
    for person in queries.everyone_in(session.cohort_id):
        mail(
            person,
            "class-moved",
            key=f"moved-{session.id}-{session.starts_at:%Y%m%dT%H%M}-{person.id}-{event.before:%Y%m%dT%H%M}",
            title=session.program_class.title,
            number=session.program_class.number,
            before=event.before.isoformat(),
            after=session.starts_at.isoformat(),
        )


def tell_trainers(event: Enrolled) -> None:
    """Write to the trainers of a cohort when it gets another: what learners wrote is open to that one now."""
    enrollment, cohort, added = event.enrollment, event.cohort, event.person
    if enrollment.role is not Role.TRAINER:
        return
    for trainer in queries.trainers_of(cohort.id):
        if trainer.id != added.id:
            mail(
                trainer,
                "trainer-added",
                key=f"trainer-added-{enrollment.id}-{enrollment.since:%Y%m%dT%H%M%S%f}-{trainer.id}",
                who=added.name,
                email=added.email,
                by=event.by.name if event.by else "",
                title=cohort.title,
                link=f"/cohorts/{cohort.slug}",
            )
