"""What can be marked and answered, and what counts. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

ANSWER_LIMIT = 4000  # characters, of one answer or of an observer's words
LABEL_LIMIT = 40  # characters, of a marker
MARKERS_MOST = 60  # of one observer in one turn
INTENSITIES = (1, 2, 3)
LABELS = ("Worked well", "Try again here", "Come back to this")


class Difficulty(StrEnum):
    """How the therapist of a turn found it, so that the next one can be easier or harder."""

    TOO_EASY = "too easy"
    WORKABLE = "workable"
    TOO_HARD = "too hard"


def answers(said: Mapping[str, str], prompts: int) -> dict[str, str]:
    """What is kept of a debrief: an answer to each prompt, by its place from 0, that isn't empty."""
    numbered = {str(place): said.get(str(place), "") for place in range(prompts)}
    return {place: text for place, text in numbered.items() if text.strip()}


def counts(was_there: bool, sent_at: datetime | None) -> bool:
    """Whether a role play counts for somebody: they were there while it was played, and have sent their debrief."""
    return was_there and sent_at is not None


def was_there(
    came_at: datetime | None, seen_at: datetime | None, started_at: datetime | None, ended_at: datetime | None
) -> bool:
    """Whether somebody was in the room while its clock was at work."""
    if came_at is None or seen_at is None or started_at is None:
        return False
    return seen_at >= started_at and (ended_at is None or came_at <= ended_at)


def evidence(marks: Mapping[str, str], checklist: Sequence[str]) -> list[tuple[str, str]]:
    """Points of a checklist with what the observer marked, in the checklist's order; "" where they marked nothing."""
    return [(point, marks.get(str(place), "")) for place, point in enumerate(checklist)]
