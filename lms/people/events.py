"""What happens to accounts. The secrets are for the one letter that is written about it."""

from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Invitation, PasswordReset, Person


@dataclass(frozen=True)
class Occasion:
    """What somebody is invited for, and when that begins, if it is known."""

    title: str
    begins_at: datetime | None = None


@dataclass(frozen=True)
class Invited:
    """Somebody without a password can choose one, by the secret. `by` is None where they asked for it themselves."""

    invitation: Invitation
    person: Person
    secret: str
    by: Person | None
    occasion: Occasion | None = None


@dataclass(frozen=True)
class ResetAsked:
    """Somebody has forgotten their password, and can choose another by the secret."""

    reset: PasswordReset
    person: Person
    secret: str


@dataclass(frozen=True)
class SignInsEnded:
    """Somebody was signed out everywhere, but for the browser in which they asked for it."""

    person: Person
    by_id: int | None
    at: datetime
