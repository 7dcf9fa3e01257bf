"""Who is told when something about a cohort changes."""

from lms.cohorts import queries
from lms.cohorts.events import ClassesMoved, Enrolled, RoleChanged
from lms.cohorts.models import Cohort, Role
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject


def subject_of(cohort: Cohort, path: str) -> Subject:
    """A cohort as that which notices are about; `path` is the reader's way into it."""
    return Subject(f"cohort-{cohort.id}", cohort.title, path)


def class_key(session_id: int) -> str:
    """Under which notices know a dated class."""
    return f"class-{session_id}"


def tell_everyone(event: ClassesMoved) -> None:
    """Tell every learner and trainer, once, which classes have moved and which work is due at another time now."""
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
    number = first.session.program_class.number
    about = Subject(
        class_key(first.session.id),
        f"Class {number}" if len(classes) == 1 else f"Classes {number} to {classes[-1]['number']}",
        f"/classes/{number}?cohort={event.cohort.slug}",
    )
    for move in event.classes:
        notices.over(class_key(move.session.id), Kind.CLASSES_MOVED, Kind.CLASS_TOMORROW, Kind.CLASS_SOON)
    for person in queries.everyone_in(event.cohort.id):
        notices.tell(
            person,
            Kind.CLASSES_MOVED,
            key=f"moved-{first.session.id}-{len(classes)}-{first.session.starts_at:%Y%m%dT%H%M}-{person.id}-"
            f"{first.before:%Y%m%dT%H%M}",
            about=about,
            happens_at=first.session.starts_at,
            cohort=event.cohort.slug,
            classes=classes,
            work=work,
        )


def tell_newcomer(event: Enrolled) -> None:
    """Tell somebody with an account that they take part now. Whoever has none yet learns it from the invitation."""
    enrollment, cohort = event.enrollment, event.cohort
    if event.person.password_hash is None:
        return
    coming = queries.next_class_of(cohort.id, enrollment.since)
    is_trainer = enrollment.role is Role.TRAINER
    notices.tell(
        event.person,
        Kind.ENROLLED,
        key=f"enrolled-{enrollment.id}-{enrollment.since:%Y%m%dT%H%M%S%f}",
        about=subject_of(cohort, f"/cohorts/{cohort.slug}" if is_trainer else f"/classes/?cohort={cohort.slug}"),
        who=event.by,
        role=enrollment.role.value,
        by=event.by.name if event.by else "",
        number=coming.program_class.number if coming else 0,
        begins=coming.starts_at.isoformat() if coming else "",
    )


def tell_trainers(event: Enrolled | RoleChanged) -> None:
    """Tell the trainers of a cohort when it gets another: what learners wrote is open to that one now."""
    enrollment, cohort, added = event.enrollment, event.cohort, event.person
    if enrollment.role is not Role.TRAINER:
        return
    for trainer in queries.trainers_of(cohort.id):
        if trainer.id != added.id:
            notices.tell(
                trainer,
                Kind.TRAINER_ADDED,
                key=f"trainer-added-{enrollment.id}-{enrollment.since:%Y%m%dT%H%M%S%f}-{trainer.id}",
                about=subject_of(cohort, f"/cohorts/{cohort.slug}"),
                who=added,
                email=added.email,
                by=event.by.name if event.by else "",
            )
