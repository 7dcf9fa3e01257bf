"""Mail as files, where no server is set: a developer opens them with any mail program."""

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path


def into_folder(folder: Path) -> Callable[[EmailMessage], None]:
    """What writes a mail into the folder, named by its time and Message-ID."""

    def write(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        at = parsedate_to_datetime(message["Date"])
        name = f"{at:%Y%m%dT%H%M%S}-{message['Message-ID'][1:9]}.eml"
        (folder / name).write_bytes(bytes(message))

    return write
