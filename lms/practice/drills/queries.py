"""What a learner sees of a drill."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.practice.drills.rules import Advice, Step, advice
from lms.practice.models import Draft, Take
from lms.practice.queries import AssignmentHere
from lms.program import queries as programs
from lms.program.models import Statement


@dataclass(frozen=True)
class Round:
    """One statement with the learner's attempts at it, oldest first."""

    number: int
    statement: Statement
    attempts: Sequence[Take]

    @property
    def chosen(self) -> Take | None:
        """What is handed in."""
        return next((take for take in self.attempts if take.is_chosen), None)

    @property
    def step(self) -> Step:
        return Step(self.number, self.statement.difficulty, len(self.attempts))


@dataclass(frozen=True)
class Drill:
    """A drill as one learner has it. `others` answer statements that are no longer in it."""

    rounds: Sequence[Round]
    others: Sequence[Take]

    @property
    def answered(self) -> int:
        return sum(bool(one.attempts) for one in self.rounds)

    @property
    def attempted(self) -> list[Take]:
        """All that the learner has recorded for it."""
        return [*(take for one in self.rounds for take in one.attempts), *self.others]

    def round_of(self, statement_id: int | None) -> Round | None:
        return next((one for one in self.rounds if one.statement.id == statement_id), None)

    def advice(self, here: Round) -> Advice | None:
        """What is wise after the latest attempt, once it is said how hard that was."""
        felt = here.attempts[-1].felt if here.attempts else None
        return advice(felt, here.step, [one.step for one in self.rounds]) if felt else None


def drill(here: AssignmentHere, draft: Draft | None) -> Drill:
    """The statements of a drill, and what the learner has answered; the draft comes with its takes. One statement."""
    shown = programs.statements_of(here.assignment.id)
    takes = draft.takes if draft else []
    rounds = [
        Round(number, one, [take for take in takes if take.statement_id == one.id])
        for number, one in enumerate(shown, 1)
    ]
    known = {one.id for one in shown}
    return Drill(rounds, [take for take in takes if take.statement_id not in known])
