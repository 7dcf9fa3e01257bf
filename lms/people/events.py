"""What happens to accounts that somebody is written to about. The secrets are for that one letter."""

from dataclasses import dataclass

from lms.people.models import Invitation, PasswordReset, Person


@dataclass(frozen=True)
class Invited:
    """Somebody without a password can choose one, by the secret. `by` is None where they asked for it themselves."""

    invitation: Invitation
    person: Person
    secret: str
    by: Person | None


@dataclass(frozen=True)
class ResetAsked:
    """Somebody has forgotten their password, and can choose another by the secret."""

    reset: PasswordReset
    person: Person
    secret: str
