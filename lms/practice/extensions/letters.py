"""Who is told about more time. Reasons stay in the house."""

from lms.cohorts.queries import trainers_of
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.practice.extensions.events import ExtensionAsked, ExtensionGranted, ExtensionRefused
from lms.practice.subjects import subject_of


def tell_trainers(event: ExtensionAsked) -> None:
    """Tell the cohort's trainers that somebody asks for more time, once per request."""
    request = event.request
    for trainer in trainers_of(event.cohort.id):
        notices.tell(
            trainer,
            Kind.EXTENSION_ASKED,
            key=f"extension-asked-{request.id}-{trainer.id}",
            about=subject_of(event.assignment, event.cohort, event.learner),
            who=event.learner,
            path=f"/cohorts/{event.cohort.slug}/extensions/{event.assignment.id}/{event.learner.id}",
            until=request.wished_at.isoformat(),
        )


def tell_granted(event: ExtensionGranted) -> None:
    """Tell the learner until when there is time; the trainers need answer no more."""
    about = subject_of(event.assignment, event.cohort, event.learner)
    notices.over(about.key, Kind.EXTENSION_ASKED)
    notices.tell(
        event.learner,
        Kind.EXTENSION_ANSWERED,
        key=f"extension-granted-{event.extension.id}-{event.extension.granted_at:%Y%m%dT%H%M%S%f}",
        about=about,
        who=event.by,
        template="extension-granted",
        by=event.by.name if event.by else "",
        until=event.extension.until_at.isoformat(),
    )


def tell_refused(event: ExtensionRefused) -> None:
    """Tell the learner that the answer is there, and when the work is due; the trainers need answer no more."""
    about = subject_of(event.assignment, event.cohort, event.learner)
    notices.over(about.key, Kind.EXTENSION_ASKED)
    notices.tell(
        event.learner,
        Kind.EXTENSION_ANSWERED,
        key=f"extension-refused-{event.request.id}",
        about=about,
        who=event.by,
        path=f"/assignments/{event.assignment.id}/extension?cohort={event.cohort.slug}",
        template="extension-refused",
        by=event.by.name,
        due=event.due_at.isoformat(),
    )
