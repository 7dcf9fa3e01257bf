"""Limits and lifetimes of accounts. Pure."""

import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import available_timezones

EMAIL_LIMIT = 254  # RFC 5321 §4.5.3.1.3
NAME_LIMIT = 120
PASSWORD_LEAST = 12  # characters; ASVS 5.0 asks for at least 8, recommends 15
PASSWORD_MOST = 256

SIGN_IN_LASTS = timedelta(days=30)  # since last seen
RESET_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)  # how exactly "last seen" is kept

HOME = "/today"  # where people land who were on their way nowhere else
_OLD_AREAS = {"Brazil", "Canada", "Chile", "Etc", "Mexico", "US", "posix", "right"}  # other names for the same zones
_PLACES = {zone for zone in available_timezones() if "/" in zone} | {"UTC"}  # EST is no place: it knows no summer
ZONES = sorted(zone for zone in _PLACES if zone.split("/")[0] not in _OLD_AREAS)
_BY_LOWER = {zone.lower(): zone for zone in _PLACES}

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # categories of characters that show nothing
JOINERS = "\u200c\u200d"  # but these two belong to the spelling of names in Persian and in scripts of India
BLANK = "\u115f\u1160\u3164\uffa0"  # letters by their category, and empty all the same

_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}  # Chrome calls itself Safari too, Edge both: the order decides
_SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class Right(StrEnum):
    """What somebody may be for the whole house, whatever the cohort."""

    COORDINATOR = "coordinator"
    OPERATOR = "operator"

    @property
    def column(self) -> str:
        """Where a Person holds it."""
        return f"is_{self.value}"


def still_open(sent_at: datetime, used_at: datetime | None, lasts: timedelta, now: datetime) -> bool:
    """Whether a letter still lets its reader in."""
    return used_at is None and now < sent_at + lasts


def normal_email(text: str) -> str:
    """An address as it is kept and compared: nobody is locked out by a capital letter."""
    return text.strip().lower()


def erased_email(person_id: int) -> str:
    """The address of somebody whose account was erased; no mail ever gets there (RFC 2606 §2)."""
    return f"erased-{person_id}@erased.invalid"


def erased_name(person_id: int) -> str:
    """How somebody is called whose account was erased."""
    return f"Erased person {person_id}"


def normal_name(text: str) -> str:
    """A name as one line: it stands in the heads of mails."""
    return " ".join(text.split())


def name_fault(name: str) -> str | None:
    """Why a name won't do, as a sentence, or None: it tells people apart, in threads and over recordings."""
    if any(unicodedata.category(c) in _HIDDEN and c not in JOINERS for c in name):
        return "This name holds characters that nobody can see. Please type it anew, without copying it."
    if not any(c.isalpha() and c not in BLANK for c in name):
        return "Please give a name with at least one letter."
    return None


def weakness(password: str, email: str, name: str) -> str | None:
    """Why this password won't do, as a sentence, or None."""
    if len(password) < PASSWORD_LEAST:
        return f"Please take at least {PASSWORD_LEAST} characters. A few words in a row are easy to remember."
    if len(password) > PASSWORD_MOST:
        return f"Please take at most {PASSWORD_MOST} characters."
    words = {email.lower(), email.lower().split("@")[0], name.lower()}
    if password.lower() in words or len(set(password)) < 5:
        return "This is too easy to guess. Please take something that isn't your name, your e-mail or a repetition."
    return None


def zone_named(text: str) -> str | None:
    """The IANA zone that somebody means by "america/chicago", or by "Chicago" if only one city is called so.

    None for what isn't a place, like EST: clocks in New York show it for half of the year only.
    """
    wanted = "_".join(text.lower().split())
    if wanted in _BY_LOWER:
        return _BY_LOWER[wanted]
    cities = [zone for zone in ZONES if zone.lower().endswith(f"/{wanted}")]
    return cities[0] if len(cities) == 1 else None


def local_path(address: str | None) -> str:
    """The address if it leads to a page of ours, else HOME: a link to sign in must not send anybody elsewhere."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return HOME
    # Browsers read a backslash as a slash, and leave out tabs and line ends.
    return HOME if any(c == "\\" or c.isspace() or not c.isprintable() for c in address) else address


def browser_named(user_agent: str) -> str:
    """A browser as its owner would recognize it, "Firefox on Windows". Nothing finer is kept."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def form_token(person_id: int, password_hash: str | None, key: str) -> str:
    """What a person's forms prove themselves by, in each of their sessions, until the password changes.

    OWASP, Cross-Site Request Forgery Prevention, HMAC-based token; bound to the person instead of the session, so that
    what is typed into a page outlives the sign-in that opened it, and is never sent in another person's name.
    """
    return hmac.new(key.encode(), f"form {person_id} {password_hash}".encode(), hashlib.sha256).hexdigest()
