"""Who is told by e-mail when work is handed in."""

from lms.notices.actions import mail
from lms.practice.events import HandedIn
from lms.practice.groups.rules import named


def send_receipt(event: HandedIn) -> None:
    """Write to all whose work it is that it has arrived, and where the receipt is; to the others of a group by whom."""
    submission, version = event.submission, event.version
    for person in event.people:
        is_by_them = person.id == event.by.id
        mail(
            person,
            "handed-in" if is_by_them else "handed-in-for-you",
            key=f"handed-in-{version.id}" if is_by_them else f"handed-in-{version.id}-{person.id}",
            title=submission.assignment.title,
            at=version.handed_in_at.isoformat(),
            link=f"/submissions/{submission.id}/receipts/{version.number}",
            **{} if is_by_them else {"who": event.by.name, "people": named(one.name for one in event.people)},
        )
