"""What "done" means for a class, and how far somebody has come. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.demonstrations.watching.rules import WATCHED


class Step(StrEnum):
    """Where one part of a class stands for a learner."""

    TO_DO = "to do"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Progress:
    """Steps done of all that can be counted today; honest: what Attune can't know yet isn't counted."""

    done: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.of > 0 and self.done == self.of

    @property
    def state(self) -> str:
        """In the words of the progress drawing."""
        if self.is_whole:
            return "done"
        return "started" if self.done else "open"


def watched(permille: int | None) -> Step:
    """Where a demonstration stands by the distinct time that was watched of it."""
    if not permille:
        return Step.TO_DO
    return Step.DONE if permille >= WATCHED else Step.BEGUN


def handed_in(has_draft: bool, has_version: bool) -> Step:
    """Where home practice stands."""
    if has_version:
        return Step.DONE
    return Step.BEGUN if has_draft else Step.TO_DO


def progress(steps: Mapping[str, Step]) -> Progress:
    """How far a class is, over its steps by name."""
    return Progress(sum(step is Step.DONE for step in steps.values()), len(steps))


def untracked(completion: Iterable[str]) -> list[str]:
    """What a class asks for besides the steps that are counted: watching is, whatever its words."""
    return [line for line in completion if not line.rstrip(". ").endswith("viewed")]
