"""Parts, protocols and scenarios of role plays, as a program says them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MEETING_MINUTES = 60  # of a booked practice slot, whatever its protocol takes of it
MEETING_LEAST, MEETING_MOST = 20, 180  # minutes


class Part(StrEnum):
    """What somebody plays in a turn. A group of four has two observers, a pair none."""

    THERAPIST = "therapist"
    CLIENT = "client"
    OBSERVER = "observer"


class State(StrEnum):
    """What became of a group's meeting."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    CANCELED = "canceled"


class Phase(StrEnum):
    """What a turn consists of, in order."""

    SETUP = "setup"
    PLAY = "play"
    DEBRIEF = "debrief"


@dataclass(frozen=True)
class Protocol:
    """How long the turns of a role play are; everybody plays each part once."""

    code: str
    turns: int
    minutes: Mapping[Phase, int]
    """Of each phase of a turn."""

    @property
    def total_minutes(self) -> int:
        return self.turns * sum(self.minutes.values())


@dataclass(frozen=True)
class Scenario:
    """What is played in a round, as the program said it when the groups were announced."""

    title: str
    protocol: Protocol
    goals: Sequence[str]
    briefs: Mapping[Part, str]
    """What whoever plays it is told, and nobody else."""
    checklist: Sequence[str]
    debrief: Sequence[str]
    debrief_order: Sequence[str]
    safety: Sequence[str]
    marks: Sequence[str]
    """What an observer can say of a point of the checklist."""


def scenario_json(role_play: Mapping[str, Any], protocols: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a class's role play and the program's protocols, for `scenario`.

    Raises LookupError where the program doesn't hold the protocol that the role play names.
    """
    protocol = next((each for each in protocols.get("protocols", ()) if each["id"] == role_play["protocol"]), None)
    if protocol is None:
        raise LookupError(f"There is no protocol {role_play['protocol']}.")
    said = {key: protocols[key] for key in ("debrief_order", "safety", "marks")}
    return {**role_play, **said, "protocol": protocol}


def scenario(kept: Mapping[str, Any]) -> Scenario:
    """A scenario, from what `scenario_json` gave."""
    protocol = kept["protocol"]
    return Scenario(
        title=kept["title"],
        protocol=Protocol(
            code=protocol["id"],
            turns=protocol["rounds"],
            minutes={phase: protocol[f"{phase.value}_minutes"] for phase in Phase},
        ),
        goals=tuple(kept["goals"]),
        briefs={part: kept["parts"][part.value] for part in Part},
        checklist=tuple(kept["checklist"]),
        debrief=tuple(kept["debrief"]),
        debrief_order=tuple(kept["debrief_order"]),
        safety=tuple(kept["safety"]),
        marks=tuple(kept["marks"]),
    )
