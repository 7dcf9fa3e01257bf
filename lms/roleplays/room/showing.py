"""What one person sees of a room at an instant: their own part and brief, and of the others who plays what."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.people.models import Person
from lms.roleplays.debrief.models import Debrief, Sheet
from lms.roleplays.debrief.rules import evidence
from lms.roleplays.meeting.queries import Room, Seated
from lms.roleplays.meeting.rules import is_here
from lms.roleplays.rounds.rules import Part, Phase
from lms.roleplays.timing.rules import LEAST_PLAYERS, PHASES, Clock

PHASE_NAMES = {Phase.SETUP: "Set-up", Phase.PLAY: "Play", Phase.DEBRIEF: "Debrief"}
MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Player:
    """Somebody of the group, and what they play now."""

    person: Person
    part: Part
    is_playing: bool
    is_here: bool
    can_be_missed: bool


@dataclass(frozen=True)
class Live:
    """The moving part of the page, for `me`."""

    room: Room
    clock: Clock
    me: int
    now: datetime
    sheet: Sheet | None
    """What I marked in this turn."""
    debriefs: Mapping[int, Debrief]

    @property
    def part(self) -> Part:
        return self.clock.parts()[self.me]

    @property
    def brief(self) -> str:
        """Mine in this turn, and nobody else's."""
        return self.room.scenario.briefs[self.part]

    @property
    def phase(self) -> str:
        return PHASE_NAMES[self.clock.phase]

    @property
    def left_ms(self) -> int:
        return self.clock.left // MS

    @property
    def is_over(self) -> bool:
        """Whether the phase takes longer than it should, by a second at least."""
        return self.left_ms <= -1000

    @property
    def left_said(self) -> str:
        """What is left, or what it is over by, as lib/practice-clock.ts says it."""
        seconds = -self.left_ms // 1000 if self.is_over else max(0, -(-self.left_ms // 1000))
        return f"{seconds // 60}:{seconds % 60:02}"

    @property
    def rest(self) -> str:
        """What follows in this turn by itself: names and milliseconds, as JSON."""
        following = PHASES[PHASES.index(self.clock.phase) + 1 :]
        minutes = self.clock.protocol.minutes
        return json.dumps([[PHASE_NAMES[phase], timedelta(minutes=minutes[phase]) // MS] for phase in following])

    @property
    def state(self) -> str:
        """before, running, paused or ended."""
        if self.clock.is_ended:
            return "ended"
        if not self.clock.is_started:
            return "before"
        return "running" if self.clock.is_running else "paused"

    @property
    def said(self) -> str:
        """For ears, when it changes."""
        match self.state:
            case "before":
                return f"Not started yet. You begin as {self.part}."
            case "paused":
                return "Stopped for everybody."
            case "ended":
                return "The practice has ended."
            case _:
                return f"Turn {self.clock.turn + 1} of {self.clock.turns}, {self.phase}. You are the {self.part}."

    @property
    def players(self) -> Sequence[Player]:
        parts = self.clock.parts()
        return [
            Player(
                one.person,
                parts[one.seat.person_id],
                one.seat.person_id in self.clock.players,
                is_here(one.seen_at, self.now),
                one.seat.person_id != self.me and self.room.can_be_missed(one, self.now),
            )
            for one in self.room.seated
        ]

    @property
    def is_lacking(self) -> bool:
        """Whether somebody was called absent, and it can still be settled how the others go on."""
        return self.clock.turn == 0 and not self.clock.is_ended and any(one.is_missed for one in self.room.seated)

    @property
    def mine(self) -> Seated:
        found = self.room.of(self.me)
        assert found
        return found

    @property
    def marks(self) -> bool:
        """Whether I mark the checklist in this turn."""
        return self.me in self.clock.marking()

    @property
    def is_sent(self) -> bool:
        return self.sheet is not None and self.sheet.sent_at is not None

    @property
    def is_pair(self) -> bool:
        return self.clock.turns <= LEAST_PLAYERS

    @property
    def checklist(self) -> list[tuple[str, str]]:
        return evidence(self.sheet.marks if self.sheet else {}, self.room.scenario.checklist)

    @property
    def intensity(self) -> int | None:
        """How strongly the client of this turn wants to play."""
        client = next((person for person, part in self.clock.parts().items() if part is Part.CLIENT), 0)
        return self.debriefs[client].intensity if client in self.debriefs else None

    @property
    def debrief(self) -> Debrief | None:
        return self.debriefs.get(self.me)
