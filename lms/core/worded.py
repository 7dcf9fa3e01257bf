"""Rows that hold somebody's words, Markdown, which their author can edit and which can be taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import words
from lms.core.errors import Conflict, Refused
from lms.core.words import Remover


class Worded:
    """What was edited stays to be read; what is taken away is erased, with all it said before, and leaves a trace."""

    text: Mapped[str] = mapped_column(Text)
    earlier: Mapped[list[Any]] = mapped_column(default=list)
    """[[words, until], …]: what it said before it was edited, oldest first."""
    removed_at: Mapped[datetime | None]
    removed_as: Mapped[Remover | None]

    def reword(self, text: str, seen: int, now: datetime) -> bool:
        """Give it other words; the earlier ones stay. False where it says just that already.

        Raises Conflict where it was changed elsewhere since it had been so `seen` times, Refused where it was taken
        away, or has been changed as often as it can be.
        """
        if self.removed_at:
            raise Refused("This was taken away meanwhile, and can’t be changed any more.", "text")
        if self.text == text:
            return False
        if len(self.earlier) != seen:
            raise Conflict(words.STANDS_ABOVE, "text")
        if len(self.earlier) >= words.EDITS_MOST:
            raise Refused(
                f"This has been changed {words.EDITS_MOST} times already. Please say it anew instead.", "text"
            )
        self.earlier, self.text = words.earlier_with(self.earlier, self.text, now), text
        return True

    def erase_words(self, as_what: Remover, now: datetime) -> None:
        """Forget what it says and ever said."""
        self.text, self.earlier, self.removed_at, self.removed_as = "", [], now, as_what


def said_within(limit: int) -> tuple[CheckConstraint, CheckConstraint]:
    """What holds of words: there are some, `limit` characters at most, until somebody takes them away."""
    return (
        CheckConstraint(
            f"length(text) <= {limit} AND (length(text) = 0) = (removed_at IS NOT NULL)", name="text_limit"
        ),
        CheckConstraint("(removed_at IS NULL) = (removed_as IS NULL)", name="removed"),
    )
