"""Which stages are open, what is late, and what an answer lacks. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ANSWER_LIMIT = 4000  # characters, of the answer to one question
COMMENTARY_LIMIT = 10_000  # characters
MESSAGE_LIMIT = 4000  # characters
KEY_LIMIT = 64  # characters
MESSAGES_MOST = 300  # about one stage in one cohort


@dataclass(frozen=True)
class Stage:
    """A piece of a case, as the program has it and as the cohort meets it."""

    number: int
    story: str
    questions: tuple[str, ...]
    due_class: int
    due_at: datetime | None
    """The start of that class; None where the cohort doesn't hold it."""

    def is_late(self, handed_in_at: datetime) -> bool:
        """Whether an answer came after the class that it was due with had begun."""
        return self.due_at is not None and handed_in_at > self.due_at


def stages(authored: Sequence[Mapping[str, Any]], starts: Mapping[int, datetime]) -> list[Stage]:
    """The stages of a case; `starts` says when a cohort's classes begin, by their number."""
    return [
        Stage(
            number, each["story"], tuple(each["questions"]), each["due_with_class"], starts.get(each["due_with_class"])
        )
        for number, each in enumerate(authored, start=1)
    ]


def readable(count: int, is_open: bool, answered: Collection[int], opened: Collection[int]) -> int:
    """How many stages of `count` somebody reads.

    The first once the case is open, each further one once the one before is answered. A stage that a trainer opened
    is read with all before it, also while the case isn't open yet.
    """
    reached = 1 if is_open else 0
    while 0 < reached < count and reached in answered:
        reached += 1
    return min(max([reached, *opened]), count)


def answers(said: Mapping[str, str], questions: int) -> dict[str, str]:
    """What is kept: an answer to each question, by its place from "0", that isn't empty."""
    numbered = {str(place): said.get(str(place), "") for place in range(questions)}
    return {place: text for place, text in numbered.items() if text.strip()}


def unanswered(kept: Mapping[str, str], questions: int) -> list[int]:
    """Places of questions without an answer."""
    return [place for place in range(questions) if str(place) not in kept]
