"""A letter as an e-mail: plain text and HTML, in its reader's zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from flask import current_app

from lms.core import clock
from lms.core.settings import Settings
from lms.notices.headers import POLICY, message_id
from lms.people.models import Person
from lms.ui import time


@dataclass(frozen=True)
class Outsider:
    """Somebody who is written to and has no account; the zone isn't known."""

    name: str
    email: str
    zone: tzinfo = UTC


def compose(
    person: Person | Outsider, template: str, key: str, context: dict[str, Any], settings: Settings
) -> EmailMessage:
    """The mail to this person. Its Message-ID comes from the key, so that a mail sent twice is known as one.

    Where the context has a path `stop`, the mail says at its foot that mails like it can be stopped there.
    """
    said = _said(person, settings.base_url) | context
    room = current_app.jinja_env
    subject, _, text = room.get_template(f"mail/{template}.txt").render(said).partition("\n")
    message = EmailMessage(POLICY)
    message["Subject"] = subject.strip()
    message["From"] = settings.mail_from
    message["To"] = Address(person.name, addr_spec=person.email)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id(key, settings.base_url)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(f"{text.strip()}\n{room.get_template('mail/foot.txt').render(said)}")
    html = room.get_template(f"mail/{template}.html").render(said | {"subject": subject.strip()})
    message.add_alternative(html, subtype="html")
    return message


def _said(person: Person | Outsider, base_url: str) -> dict[str, Any]:
    def when(instant: str, style: str = "full") -> str:
        return time.said(datetime.fromisoformat(instant), person.zone, style)

    return {"person": person, "site": base_url, "link_to": lambda path: f"{base_url}{path}", "when": when, "stop": ""}
