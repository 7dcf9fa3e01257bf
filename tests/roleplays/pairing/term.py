"""A term, round after round: what was announced becomes history, and whoever solves is asked anew."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random

from lms.roleplays.pairing.answer import Pairing
from lms.roleplays.pairing.problem import Meetings, Member, Pair, Problem, pair
from lms.roleplays.pairing.seats import SEAT_PARTS
from tests.roleplays.pairing import hours

TURNS = 3
Solver = Callable[[Problem], list[tuple[int, ...]]]


@dataclass
class Term:
    """What has happened so far."""

    people: list[hours.Person]
    exclusions: frozenset[Pair] = frozenset()
    rotates: bool = True
    luck: Random | None = None
    """With it, a window falls away now and then."""
    week: int = 0
    history: dict[Pair, Meetings] = field(default_factory=dict)
    missed: dict[int, int] = field(default_factory=dict)
    played: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    turns_missed: dict[int, int] = field(default_factory=dict)
    available: int = 0
    placed: int = 0
    groups: list[int] = field(default_factory=list)
    """Sizes."""

    def problem(
        self, absent: frozenset[int] = frozenset(), **more: object
    ) -> tuple[Problem, dict[int, list[hours.Window]]]:
        """This round's, with the raw windows that it was made of."""
        given = {
            person.id: [] if person.id in absent else hours.windows(person, self.week, self.luck)
            for person in self.people
        }
        members = tuple(self._member(person, given[person.id]) for person in self.people)
        history = dict(self.history)
        problem = Problem(
            members, self.exclusions, history=history, round_number=self.week, rotates=self.rotates, **more
        )
        return problem, given

    def met(self, problem: Problem, groups: list[tuple[int, ...]]) -> None:
        """These groups practised; the next round begins."""
        here = {member.id for member in problem.members if member.starts}
        seated = {one for group in groups for one in group}
        self.available += len(here)
        self.placed += len(seated)
        self.groups += [len(group) for group in groups]
        self.history = {two: replace(met, rounds_ago=met.rounds_ago + 1) for two, met in self.history.items()}
        for group in groups:
            for one, other in combinations(group, 2):
                before = self.history.get(pair(one, other))
                self.history[pair(one, other)] = Meetings(before.count + 1 if before else 1, 1)
            self._play(group)
        for one in here - seated:
            self.missed[one] = self.missed.get(one, 0) + 1
        self.week += 1

    @property
    def repeats(self) -> int:
        """Meetings of pairs beyond their first."""
        return sum(met.count - 1 for met in self.history.values())

    @property
    def spread(self) -> int:
        """The most that one part of somebody's is ahead of another of theirs; where parts rotate, missed turns."""
        if self.rotates:
            return max(self.turns_missed.values(), default=0)
        return max((max(played) - min(played) for played in self.played.values()), default=0)

    def _member(self, person: hours.Person, given: list[hours.Window]) -> Member:
        return hours.member(
            person,
            self.week,
            given,
            missed=self.missed.get(person.id, 0),
            played=self.played.get(person.id, (0, 0, 0)),
            turns_missed=self.turns_missed.get(person.id, 0),
        )

    def _play(self, group: tuple[int, ...]) -> None:
        for place, one in enumerate(group):
            played = list(self.played.get(one, (0, 0, 0)))
            played[SEAT_PARTS[place]] += 1
            self.played[one] = (played[0], played[1], played[2])
            if place >= TURNS:
                self.turns_missed[one] = self.turns_missed.get(one, 0) + 1


def groups(pairing: Pairing) -> list[tuple[int, ...]]:
    return [group.members for group in pairing.groups]
