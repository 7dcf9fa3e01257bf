"""What the worker does for people's hours."""

from typing import Any

from lms.core import clock
from lms.core.db import transaction
from lms.core.settings import Settings
from lms.roleplays.hours import actions, calendars, queries


def fetch(payload: dict[str, Any], settings: Settings) -> None:
    """Carry a letter of the kind `actions.FETCH`."""
    calendars.read(payload["person_id"], settings.private_calendars, clock.now())


def refresh() -> None:
    """Ask for calendars that were looked at some hours ago."""
    with transaction():
        for source in queries.sources_to_refresh(clock.now()):
            actions.look_again(source, clock.now())
