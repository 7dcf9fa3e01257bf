"""Sending over SMTP."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from lms.core.outbox import Undeliverable

TIMEOUT_S = 20.0


class Unencrypted(smtplib.SMTPException):
    """The server offers no encryption, and our password isn't sent in the clear."""


def by_smtp(url: str) -> Callable[[EmailMessage], None]:
    """What sends a mail through the server at `smtp://user:password@host:port` or `smtps://…`.

    Encrypts wherever the server offers to, and checks its certificate then. A mail that the server refuses for good, by
    a 5yz to its reader's address or to its content (RFC 5321 §4.2.1), is Undeliverable; whatever else goes wrong may
    pass: a server that is away, has no time, or doesn't let us in while its settings or ours are being mended.
    """
    server = urlsplit(url)

    def send(message: EmailMessage) -> None:
        connection = _connect(server)
        try:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)
        except BaseException as fault:
            connection.close()
            if code := _refused_for_good(fault):
                raise Undeliverable(f"the mail server refuses it with {code}") from fault
            raise
        with suppress(OSError, smtplib.SMTPException):  # the mail has been taken; a failing farewell sends none twice
            connection.quit()

    return send


def _refused_for_good(fault: BaseException) -> int | None:
    """The code by which a server said that this mail will never do, if it did."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in fault.recipients.values()]
        return min(codes) if codes and min(codes) >= 500 else None
    if isinstance(fault, smtplib.SMTPDataError):
        return fault.smtp_code if fault.smtp_code >= 500 else None
    return None


def _connect(server: SplitResult) -> smtplib.SMTP:
    host, context = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT_S, context=context)
    connection = smtplib.SMTP(host, server.port or 587, timeout=TIMEOUT_S)
    try:
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif server.username:
            raise Unencrypted(f"{host} offers no STARTTLS")
    except BaseException:
        connection.close()
        raise
    return connection
