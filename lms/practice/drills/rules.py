"""What is wise to do after an answer: again, easier, or on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

ATTEMPTS_MOST = 20  # at one statement, that are kept at a time


class Felt(StrEnum):
    """How hard an answer was, as its learner felt it."""

    TOO_EASY = "too easy"
    RIGHT = "about right"
    TOO_HARD = "too hard"


@dataclass(frozen=True)
class Step:
    """A statement of a drill, and how often it was answered."""

    number: int
    difficulty: int
    attempts: int


@dataclass(frozen=True)
class Advice:
    """A sentence, and the number of the statement that it leads to."""

    text: str
    leads_to: int


def advice(felt: Felt, here: Step, steps: Sequence[Step]) -> Advice:
    """Deliberate practice: work at the edge. Repeat once before moving on, easier where it was too much.

    `steps`: all statements of the drill in order, `here` among them.
    """
    if felt is Felt.TOO_HARD:
        easier = [step for step in steps if step.difficulty < here.difficulty]
        if here.attempts > 1 and easier:
            best = max(easier, key=lambda step: (not step.attempts, step.difficulty, -step.number))
            return Advice(f"Take an easier one: statement {best.number}. Then come back to this.", best.number)
        return Advice("Do it again, and change just one thing: a slower start is enough.", here.number)
    if felt is Felt.RIGHT and here.attempts < 2:
        return Advice("Do it once more while it is fresh, and change one thing. Then move on.", here.number)
    following = _following(here, steps, harder=felt is Felt.TOO_EASY)
    if following is None:
        return Advice("Every statement is answered. Choose your best answers, then hand in.", here.number)
    how = "Move on to a harder one" if following.difficulty > here.difficulty else "Move on"
    return Advice(f"{how}: statement {following.number}.", following.number)


def _following(here: Step, steps: Sequence[Step], harder: bool) -> Step | None:
    """The next that hasn't been answered, looked for from here on and then from the start; a harder one if wished."""
    later = [step for step in steps if step.number > here.number] + [
        step for step in steps if step.number < here.number
    ]
    unanswered = [step for step in later if not step.attempts]
    if harder and (hard := [step for step in unanswered if step.difficulty > here.difficulty]):
        return hard[0]
    return unanswered[0] if unanswered else None
