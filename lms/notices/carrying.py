"""A letter becomes a mail: as things are when it leaves, and not at all where nobody needs it any more."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from lms.core import clock
from lms.core.db import db
from lms.core.entries import Invited, Method, entry_of, invitation
from lms.core.outbox import NotYet
from lms.core.settings import Settings
from lms.notices import headers, queries, rules, sentences, stopping
from lms.notices.folder import into_folder
from lms.notices.mails import Outsider, compose
from lms.notices.models import Notice
from lms.notices.rules import DIGEST_MOST, MANNERS, Delivery, Kind
from lms.notices.smtp import by_smtp
from lms.people import queries as people
from lms.people.models import Person

Payload = dict[str, Any]


def carrier(settings: Settings) -> Callable[[Payload], None]:
    """What delivers a letter's payload: by SMTP, or into a folder where no server is set."""
    send = by_smtp(settings.smtp_url) if settings.smtp_url else into_folder(settings.home / "mail")

    def carry(payload: Payload) -> None:
        message = _message(payload, settings)
        db.remove()  # no transaction stays open while a mail server takes its time
        if message is not None:
            send(message)

    return carry


def _message(payload: Payload, settings: Settings) -> EmailMessage | None:
    """The mail, or None where there is nobody to read it, or no need to any more. Raises NotYet in quiet hours."""
    reader = _reader(payload)
    if reader is None:
        return None
    if isinstance(reader, Person) and "digest" in payload:
        return _digest(reader, payload, settings)
    if isinstance(reader, Person) and "notice" in payload:
        return _notice(reader, payload, settings)
    return compose(reader, payload["template"], payload["key"], payload["context"], settings)


def _reader(payload: Payload) -> Person | Outsider | None:
    """Whom a letter is for, unless their account has been closed meanwhile."""
    if "outsider" in payload:
        return Outsider(*payload["outsider"])
    person = db.get(Person, payload["person_id"])
    return None if person is None or people.is_closed(person) else person


def _notice(reader: Person, payload: Payload, settings: Settings) -> EmailMessage | None:
    kind, notice, now = Kind(payload["notice"]), queries.by_key(payload["key"]), clock.now()
    is_mandatory = MANNERS[kind].is_mandatory
    if notice is None:
        return None
    if not is_mandatory:
        wishes, _ = queries.wishes_of(reader)
        is_read = notice.read_at is not None and "calendar" not in payload
        is_unneeded = is_read or rules.has_passed(kind, notice.happens_at, now)
        if is_unneeded or wishes.delivery(kind) is not Delivery.AT_ONCE:
            return None
        if until := rules.quiet_until(now, wishes):
            raise NotYet(until)
    stop = "" if is_mandatory else stopping.path(stopping.Stop(reader.id, kind), settings.secret_key)
    said = payload["context"] | {"sentence": sentences.text(notice, reader.zone), "stop": stop}
    message = compose(reader, payload["template"], payload["key"], said, settings)
    if "calendar" in payload:
        _add_entry(message, reader, payload["calendar"], settings)
    headers.join_conversation(message, notice.subject, settings.base_url)
    headers.list_as(message, kind.value, stop, settings.base_url)
    return message


def _add_entry(message: EmailMessage, reader: Person, calendar: Payload, settings: Settings) -> None:
    """Let calendar programs take over what the mail tells of (RFC 6047 §2.4)."""
    method, who = Method(calendar["method"]), Invited(message["From"].addresses[0].addr_spec, reader.email)
    entry = invitation(entry_of(calendar["entry"]), method, who, settings.base_url, clock.now())
    message.add_alternative(entry, subtype="calendar", params={"method": method.value})


def _digest(reader: Person, payload: Payload, settings: Settings) -> EmailMessage | None:
    now = clock.now()
    unread = [one for one in queries.unread_among(payload["digest"]) if not _has_passed(one, now)]
    if not unread:
        return None
    stop = stopping.path(stopping.Stop(reader.id, None), settings.secret_key)
    said = {
        "lines": [(sentences.text(one, reader.zone), f"/notices/{one.id}") for one in unread[:DIGEST_MOST]],
        "more": max(0, len(unread) - DIGEST_MOST),
        "count": len(unread),
        "stop": stop,
    }
    message = compose(reader, payload["template"], payload["key"], said, settings)
    headers.list_as(message, "digest", stop, settings.base_url)
    return message


def _has_passed(notice: Notice, now: datetime) -> bool:
    return notice.known_kind is not None and rules.has_passed(notice.known_kind, notice.happens_at, now)
