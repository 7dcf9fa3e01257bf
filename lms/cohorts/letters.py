"""Who is told by e-mail when something about a cohort changes."""

from lms.cohorts import queries
from lms.cohorts.events import ClassMoved
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
