"""Logs for operators: one line an event, ids only; never a name, a text or a token."""

import logging
import re
import sys

_TOKEN = re.compile(
    r"(/media/|/media-door/|/watched/|/invitations/|/password-reset/|/consents/|/calendar/|/notices/stop/)[^/\s?]+"
)

_DETAIL = re.compile(r"DETAIL:.*?(?=\n\[SQL|\n\nThe above|\n\nDuring|\Z)", re.S)  # PostgreSQL's: a row's values


class Redacting(logging.Formatter):
    """Leaves out what opens a door (secrets that stand in addresses), and what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        return _DETAIL.sub("DETAIL: …", redacted(super().format(record)))


def redacted(text: str) -> str:
    """The text with every secret part of an address replaced."""
    return _TOKEN.sub(r"\1…", text)


def to_stderr() -> None:
    """Send everything from INFO up to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("huey").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each request that waits for a thread
