"""Entries of calendars as iCalendar (RFC 5545), and as invitations by mail (RFC 5546, RFC 6047). Pure.

All instants are in UTC, so that no time zone has to come along and none can be understood otherwise.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Attune//Calendar//EN"


@dataclass(frozen=True)
class Entry:
    """One thing at one time. All instants aware."""

    key: str
    """With the site's name its UID: the same for ever."""
    title: str
    starts_at: datetime
    ends_at: datetime | None
    """None for what happens at an instant, like a due date."""
    sequence: int
    """How often it has changed (RFC 5545 §3.8.7.4)."""
    changed_at: datetime
    link: str
    """Its page, as a local path."""
    place: str = ""
    """Where people meet, if it is an address."""
    is_canceled: bool = False

    def as_json(self) -> dict[str, Any]:
        """For a letter; `entry_of` reads it."""
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(self).items()}


class Method(StrEnum):
    """What a mail asks a calendar program to do (RFC 5546 §3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Invited:
    """Who writes and who is written to, by address alone; nobody else stands in an invitation."""

    organizer: str
    attendee: str


def entry_of(kept: dict[str, Any]) -> Entry:
    """The entry that `as_json` has given."""
    instants = {key: datetime.fromisoformat(kept[key]) for key in ("starts_at", "changed_at")}
    ends_at = datetime.fromisoformat(kept["ends_at"]) if kept["ends_at"] else None
    return Entry(**{**kept, **instants, "ends_at": ends_at})


def feed(entries: Iterable[Entry], base_url: str) -> bytes:
    """A calendar to subscribe to. The same entries give the same bytes."""
    calendar = _calendar()
    calendar.add("X-WR-CALNAME", "Attune")
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})  # RFC 7986 §5.7
    for entry in entries:
        calendar.add_component(_event(entry, base_url, entry.changed_at))
    return bytes(calendar.to_ical())


def invitation(entry: Entry, method: Method, who: Invited, base_url: str, now: datetime) -> str:
    """One entry for one reader. A higher SEQUENCE of the same UID replaces it."""
    calendar, event = _calendar(), _event(entry, base_url, now)
    calendar.add("METHOD", method.value)
    event.add("ORGANIZER", vCalAddress(f"mailto:{who.organizer}"))
    attendee = vCalAddress(f"mailto:{who.attendee}")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("ATTENDEE", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    return calendar


def _event(entry: Entry, base_url: str, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", f"{entry.key}@{urlsplit(base_url).hostname}")
    event.add("DTSTAMP", _utc(stamp))
    event.add("LAST-MODIFIED", _utc(entry.changed_at))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", _utc(entry.starts_at))
    if entry.ends_at:
        event.add("DTEND", _utc(entry.ends_at))
    event.add("SUMMARY", entry.title)
    event.add("DESCRIPTION", f"{base_url}{entry.link}")
    event.add("URL", f"{base_url}{entry.link}")
    if entry.place:
        event.add("LOCATION", entry.place)
    event.add("STATUS", "CANCELLED" if entry.is_canceled else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if entry.ends_at else "TRANSPARENT")
    return event


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
