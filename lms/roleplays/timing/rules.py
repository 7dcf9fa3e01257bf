"""The shared clock of a role play. Pure: a list of what was pressed, in any order and however often, gives one clock.

Within a turn the clock leads from set-up through play to debrief by itself. After the debrief it waits until somebody
goes on, because then everybody changes parts. What was pressed names the state that it was pressed in, and counts only
there: two people who go on at the same moment go on once. A pause counts always.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lms.roleplays.rounds.rules import Part, Phase, Protocol

PHASES = tuple(Phase)
LEAST_PLAYERS = 2
PLAYED = 0.5  # of a turn's play must have run, for its parts to have been practiced
KEY_LIMIT = 40  # characters


class Press(StrEnum):
    """What somebody does to the clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    NEXT = "next"
    BACK = "back"
    END = "end"
    ABSENT = "absent"
    ARRIVED = "arrived"


ABOUT_SOMEBODY = frozenset({Press.ABSENT, Press.ARRIVED})


@dataclass(frozen=True)
class Event:
    """Something that was pressed. `beat` and `step` are those of the clock that whoever pressed it saw."""

    press: Press
    by: int
    key: str
    """Of this pressing, given by the browser: sent twice it counts once."""
    at: datetime
    """When the server took it in."""
    beat: int = 0
    step: int = 0
    about: int | None = None
    """Who is absent, or has arrived."""


@dataclass(frozen=True)
class Clock:
    """Where a group is. Nothing runs before the first start."""

    protocol: Protocol
    seats: Sequence[int]
    """Everybody in the group, in the order of their first parts: therapist, client, observers."""
    away: frozenset[int] = frozenset()
    beat: int = 0
    """How many of the events have counted."""
    step: int = 0
    """Phases that have passed, over all turns."""
    ran: timedelta = timedelta(0)
    """How long this phase has run, without its pauses."""
    at: datetime | None = None
    """When this holds."""
    is_started: bool = False
    is_running: bool = False
    is_ended: bool = False
    play: Mapping[int, timedelta] = field(default_factory=dict)
    """By turn, how long its play has run."""

    @property
    def players(self) -> list[int]:
        return [person for person in self.seats if person not in self.away]

    @property
    def turns(self) -> int:
        """Everybody is therapist once, whatever the size that the protocol was written for."""
        return len(self.players)

    @property
    def turn(self) -> int:
        """From 0."""
        return self.step // len(PHASES)

    @property
    def phase(self) -> Phase:
        return PHASES[self.step % len(PHASES)]

    @property
    def is_last(self) -> bool:
        return self.step + 1 >= self.turns * len(PHASES)

    @property
    def length(self) -> timedelta:
        """Of this phase."""
        return timedelta(minutes=self.protocol.minutes[self.phase])

    @property
    def left(self) -> timedelta:
        """Of this phase; below zero where a debrief takes longer."""
        return self.length - self.ran

    @property
    def can_start(self) -> bool:
        return not self.is_started and not self.is_ended and self.turns >= LEAST_PLAYERS

    @property
    def in_turn(self) -> timedelta:
        """How long this turn has run, without its pauses."""
        before = PHASES[: self.step % len(PHASES)]
        return sum((timedelta(minutes=self.protocol.minutes[phase]) for phase in before), self.ran)

    @property
    def played(self) -> list[int]:
        """Turns whose parts have been practiced."""
        enough = timedelta(minutes=self.protocol.minutes[Phase.PLAY]) * PLAYED
        return sorted(turn for turn, ran in self.play.items() if ran >= enough)

    def parts(self, turn: int | None = None) -> dict[int, Part]:
        """By person, what they play in a turn (the present one). Whoever wasn't there at the beginning observes."""
        return parts_in(self.seats, self.away, self.turn if turn is None else turn)

    def marking(self, turn: int | None = None) -> list[int]:
        """Who marks the checklist in a turn: those who observe; of a pair, the client."""
        parts = self.parts(turn)
        return [person for person in self.players if parts[person] is _marks(self.turns)]


def _marks(players: int) -> Part:
    return Part.CLIENT if players == LEAST_PLAYERS else Part.OBSERVER


def parts_in(seats: Sequence[int], away: frozenset[int], turn: int) -> dict[int, Part]:
    """Parts move on by one seat with each turn: who was client is therapist next."""
    players = [person for person in seats if person not in away]
    order = (Part.THERAPIST, Part.CLIENT)
    places = {person: (place - turn) % len(players) for place, person in enumerate(players)}
    return {
        person: order[places[person]] if places.get(person, len(order)) < len(order) else Part.OBSERVER
        for person in seats
    }


def clock(protocol: Protocol, seats: Sequence[int], events: Iterable[Event], now: datetime) -> Clock:
    """The clock now, given all that was pressed until then."""
    once = {(event.by, event.key): event for event in sorted(events, key=_order, reverse=True)}
    state = Clock(protocol, tuple(seats))
    for event in sorted(once.values(), key=_order):
        if event.at > now:
            break
        state = _after(_until(state, event.at), event)
    return _until(state, now)


def _order(event: Event) -> tuple[datetime, int, str, str, int, int, int]:
    return (event.at, event.by, event.key, event.press.value, event.beat, event.step, event.about or 0)


def _until(state: Clock, now: datetime) -> Clock:
    """The state after time has gone by: phases follow one another, but for the end of a turn."""
    if not state.is_running or state.at is None:
        return replace(state, at=now)
    passed = now - state.at
    while state.phase is not PHASES[-1] and passed >= state.left:
        passed -= state.left
        state = replace(_let_run(state, state.left), step=state.step + 1, ran=timedelta(0))
    return replace(_let_run(state, passed), at=now)


def _let_run(state: Clock, time: timedelta) -> Clock:
    play = dict(state.play)
    if state.phase is Phase.PLAY:
        play[state.turn] = play.get(state.turn, timedelta(0)) + time
    return replace(state, ran=state.ran + time, play=play)


def _after(state: Clock, event: Event) -> Clock:
    changed = _pressed(state, event)
    return state if changed is None else replace(changed, beat=state.beat + 1)


def _pressed(state: Clock, event: Event) -> Clock | None:
    """What an event makes of the state; None where it doesn't count."""
    if state.is_ended and event.press is not Press.RESUME:
        return None
    if event.press is Press.PAUSE:
        return replace(state, is_running=False) if state.is_running else None
    if event.press in ABOUT_SOMEBODY:
        return _with(state, event)
    if (event.beat, event.step) != (state.beat, state.step):
        return None
    return _moved(state, event.press)


def _with(state: Clock, event: Event) -> Clock | None:
    """Who is there is settled with the first turn: later, parts don't change any more."""
    if event.about not in state.seats or state.turn or (event.about in state.away) == (event.press is Press.ABSENT):
        return None
    assert event.about is not None
    changed = state.away | {event.about} if event.press is Press.ABSENT else state.away - {event.about}
    return replace(state, away=changed) if len(changed) < len(state.seats) else None


def _moved(state: Clock, press: Press) -> Clock | None:
    match press:
        case Press.START if state.can_start:
            return replace(state, is_started=True, is_running=True)
        case Press.RESUME if state.is_started and not state.is_running:
            return replace(state, is_running=True, is_ended=False)
        case Press.NEXT if state.is_started and not state.is_last:
            return replace(state, step=state.step + 1, ran=timedelta(0))
        case Press.BACK if state.is_started and (state.step or state.ran):
            return replace(state, step=max(0, state.step - 1), ran=timedelta(0))
        case Press.END if state.is_started:
            return replace(state, is_running=False, is_ended=True)
        case _:
            return None
