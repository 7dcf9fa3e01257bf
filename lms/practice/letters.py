"""Who is told by e-mail when work is handed in."""

from lms.notices.actions import mail
from lms.practice.events import HandedIn


def send_receipt(event: HandedIn) -> None:
    """Write to the learner that the work has arrived, and where the receipt is."""
    submission, version = event.submission, event.version
    mail(
        submission.learner,
        "handed-in",
        key=f"handed-in-{version.id}",
        title=submission.assignment.title,
        at=version.handed_in_at.isoformat(),
        link=f"/submissions/{submission.id}/receipts/{version.number}",
    )
