"""Who is told by e-mail about more time. Reasons stay in the house."""

from lms.cohorts.queries import trainers_of
from lms.notices.actions import mail
from lms.practice.extensions.events import ExtensionAsked, ExtensionGranted, ExtensionRefused


def tell_trainers(event: ExtensionAsked) -> None:
    """Write to the cohort's trainers that somebody asks for more time, once per request."""
    request = event.request
    for trainer in trainers_of(event.cohort.id):
        mail(
            trainer,
            "extension-asked",
            key=f"extension-asked-{request.id}-{trainer.id}",
            who=event.learner.name,
            title=event.assignment.title,
            until=request.wished_at.isoformat(),
            link=f"/cohorts/{event.cohort.slug}/extensions/{event.assignment.id}/{event.learner.id}",
        )


def tell_granted(event: ExtensionGranted) -> None:
    """Write to the learner until when there is time."""
    mail(
        event.learner,
        "extension-granted",
        key=f"extension-granted-{event.extension.id}-{event.extension.granted_at:%Y%m%dT%H%M%S%f}",
        by=event.by.name if event.by else "",
        title=event.assignment.title,
        until=event.extension.until_at.isoformat(),
        link=f"/assignments/{event.assignment.id}?cohort={event.cohort.slug}",
    )


def tell_refused(event: ExtensionRefused) -> None:
    """Write to the learner that the answer is there, and when the work is due."""
    mail(
        event.learner,
        "extension-refused",
        key=f"extension-refused-{event.request.id}",
        by=event.by.name,
        title=event.assignment.title,
        due=event.due_at.isoformat(),
        link=f"/assignments/{event.assignment.id}/extension?cohort={event.cohort.slug}",
    )
