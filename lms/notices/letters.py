"""Who is written to when something happens to an account. Followers of `people`, which lies below and can't write."""

from lms.notices.actions import mail
from lms.people.events import Invited, ResetAsked
from lms.people.rules import INVITATION_LASTS, RESET_LASTS


def invite(event: Invited) -> None:
    """The letter that lets somebody make their account."""
    until, occasion = event.invitation.sent_at + INVITATION_LASTS, event.occasion
    mail(
        event.person,
        "invitation",
        key=f"invitation-{event.invitation.key[:32]}",
        by=event.by.name if event.by else "",
        title=occasion.title if occasion else "",
        begins=occasion.begins_at.isoformat() if occasion and occasion.begins_at else "",
        link=f"/invitations/{event.secret}",
        until=until.isoformat(),
    )


def reset(event: ResetAsked) -> None:
    """The letter that lets somebody choose another password."""
    until = event.reset.sent_at + RESET_LASTS
    mail(
        event.person,
        "password-reset",
        key=f"password-reset-{event.reset.key[:32]}",
        link=f"/password-reset/{event.secret}",
        until=until.isoformat(),
    )
