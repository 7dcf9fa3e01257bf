"""Words and limits of next steps. Pure."""

from enum import StrEnum

STEP_LIMIT = 2_000  # characters


class Outcome(StrEnum):
    """What came of a step, in the learner's word."""

    TRIED = "tried"
    WORKED = "worked"
    STUCK = "stuck"
