"""Writing to people by e-mail: posted into the outbox in the transaction that causes it, carried after it."""

from collections.abc import Callable
from typing import Any

from lms.core import outbox
from lms.core.db import db
from lms.core.settings import Settings
from lms.notices.folder import into_folder
from lms.notices.mails import Outsider, compose
from lms.notices.smtp import by_smtp
from lms.people import queries as people
from lms.people.models import Person


def mail(person: Person, template: str, *, key: str, **context: Any) -> None:
    """Write to somebody, once per key. Context is JSON: instants as ISO texts, links as local paths.

    The templates are `mail/<template>.txt`, whose first line is the subject, and `mail/<template>.html`, in the room
    that writes.
    """
    payload = {"person_id": person.id, "template": template, "key": key, "context": context}
    outbox.post("mail", key, payload)


def mail_outsider(reader: Outsider, template: str, *, key: str, **context: Any) -> None:
    """As `mail`, to somebody without an account."""
    payload = {"outsider": [reader.name, reader.email], "template": template, "key": key, "context": context}
    outbox.post("mail", key, payload)


def carrier(settings: Settings) -> Callable[[dict[str, Any]], None]:
    """What delivers letters of kind "mail". Needs an app context; raises where the mail has to be tried again."""
    send = by_smtp(settings.smtp_url) if settings.smtp_url else into_folder(settings.home / "mail")

    def carry(payload: dict[str, Any]) -> None:
        reader = _reader(payload)
        db.remove()  # no transaction stays open while a mail server takes its time
        if reader is not None:
            send(compose(reader, payload["template"], payload["key"], payload["context"], settings))

    return carry


def _reader(payload: dict[str, Any]) -> Person | Outsider | None:
    """Whom a letter is for, unless their account has been closed meanwhile."""
    if "outsider" in payload:
        return Outsider(*payload["outsider"])
    person = db.get(Person, payload["person_id"])
    return None if person is None or people.is_closed(person) else person
