"""What mail programs read: which conversation a mail belongs to, what kind it is of, and how to stop that kind."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from hashlib import sha256
from urllib.parse import urlsplit


class _Whole(UnstructuredHeader):
    """A header of which machines read every letter: on one line, where others would fold and encode a long word."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_registry = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"):
    _registry.map_to_type(_name, _Whole)
POLICY = EmailPolicy(header_factory=_registry)


def message_id(key: str, base_url: str) -> str:
    """The Message-ID of the mail with this key, the same however often it is made (RFC 5322 §3.6.4)."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{urlsplit(base_url).hostname}>"


def join_conversation(message: EmailMessage, subject: str, base_url: str) -> None:
    """Let all mails about one subject answer one that was never sent, so that programs show them together.

    RFC 5322 §3.6.4: In-Reply-To names the parent, References its thread.
    """
    root = message_id(f"subject {subject}", base_url)
    message["In-Reply-To"] = root
    message["References"] = root


def list_as(message: EmailMessage, name: str, stop: str, base_url: str) -> None:
    """Say what kind a mail is of (RFC 2919), and (unless `stop` is empty) the address at which one POST stops that kind
    (RFC 2369, RFC 8058)."""
    host = urlsplit(base_url).hostname
    message["List-Id"] = f"<{name.replace('_', '-')}.notices.{host}>"
    if stop:
        message["List-Unsubscribe"] = f"<{base_url}{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
