"""What the worker does for practice."""

from typing import Any

from lms.core import storage
from lms.core.db import transaction
from lms.practice import actions


def forget_file(payload: dict[str, Any]) -> None:
    """Carry a letter of the kind `actions.FORGET`."""
    with transaction():
        actions.forget_bytes(storage.store(), payload["key"])
