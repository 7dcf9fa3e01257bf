"""Who is told by e-mail when something about a cohort changes."""

from lms.cohorts import queries
from lms.cohorts.events import ClassesMoved, Enrolled, RoleChanged
from lms.cohorts.models import Role
from lms.notices.actions import mail


def tell_everyone(event: ClassesMoved) -> None:
    """Write to every learner and trainer, once, which classes have moved and which work is due at another time now."""
    first = event.classes[0]
    classes = [
        {
            "number": move.session.program_class.number,
            "title": move.session.program_class.title,
            "before": move.before.isoformat(),
            "after": move.session.starts_at.isoformat(),
        }
        for move in event.classes
    ]
    work = [
        {"number": number, "title": title, "due": event.due[assignment_id].isoformat()}
        for assignment_id, number, title in queries.work_named(event.due)
    ]
    for person in queries.everyone_in(event.cohort.id):
        mail(
            person,
            "classes-moved",
            key=f"moved-{first.session.id}-{len(classes)}-{first.session.starts_at:%Y%m%dT%H%M}-{person.id}-"
            f"{first.before:%Y%m%dT%H%M}",
            cohort=event.cohort.slug,
            classes=classes,
            work=work,
        )


def tell_newcomer(event: Enrolled) -> None:
    """Write to somebody with an account that they take part now. Whoever has none yet learns it from the invitation."""
    enrollment, cohort = event.enrollment, event.cohort
    if event.person.password_hash is None:
        return
    coming = queries.next_class_of(cohort.id, enrollment.since)
    mail(
        event.person,
        "enrolled",
        key=f"enrolled-{enrollment.id}-{enrollment.since:%Y%m%dT%H%M%S%f}",
        title=cohort.title,
        role=enrollment.role.value,
        by=event.by.name if event.by else "",
        number=coming.program_class.number if coming else 0,
        begins=coming.starts_at.isoformat() if coming else "",
        link=f"/cohorts/{cohort.slug}" if enrollment.role is Role.TRAINER else f"/classes/?cohort={cohort.slug}",
    )


def tell_trainers(event: Enrolled | RoleChanged) -> None:
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
