"""A real mail server in a thread, which can be told to misbehave."""

import asyncio
import socket
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """`mails` has been taken; it `refuses` by 451, or says what `says` holds for a command instead of taking it; waits
    for `dawdles_s`, `hangs_up` where others say goodbye. `on_taken` is called before it says that a mail is taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.commands: list[str] = []
        self.refuses = False
        self.says: dict[str, str] = {}
        self.on_taken: Callable[[EmailMessage], None] = lambda _: None
        self.dawdles_s = 0.0
        self.hangs_up = False
        port = _free_port()
        self.url = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.commands.append("EHLO")
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" not in self.says:
            envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" not in self.says:
            envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.commands.append("DATA")
        await asyncio.sleep(self.dawdles_s)
        if self.refuses:
            return "451 Come back later"
        if "DATA" in self.says:
            return self.says["DATA"]
        content: Any = envelope.content
        mail: Any = message_from_bytes(content, policy=policy.default)
        self.mails.append(mail)
        self.on_taken(mail)
        return "250 Taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hangs_up:
            server.transport.abort()
        return "221 Bye"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
