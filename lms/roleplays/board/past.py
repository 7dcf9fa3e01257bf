"""What earlier rounds of a term leave behind: who met whom, who played what, who went without. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lms.roleplays.pairing.problem import Meetings, Pair, pair
from lms.roleplays.rounds.rules import Part

TURNS = 3  # of a meeting: the fourth of a group is left without one as therapist


@dataclass(frozen=True)
class PastSeat:
    """Somebody's seat in a group of an earlier round that was held, or still can be."""

    round_id: int
    group_id: int
    person_id: int
    part: Part
    seat_id: int
    """Seats of a group are in the order of their ids."""


@dataclass(frozen=True)
class Past:
    """By people's ids."""

    met: Mapping[Pair, Meetings]
    missed: Mapping[int, int]
    """Rounds without a group, though they had hours."""
    played: Mapping[int, tuple[int, int, int]]
    """How often somebody began as therapist, client, observer."""
    turns_missed: Mapping[int, int]
    rounds: int
    """Announced ones, before this."""


def past_of(seats: Sequence[PastSeat], missed: Mapping[int, int], round_ids: Sequence[int]) -> Past:
    """What is left behind. `round_ids`: of announced rounds, the first one first."""
    ago = {id: len(round_ids) - at for at, id in enumerate(round_ids)}
    groups: dict[tuple[int, int], list[PastSeat]] = {}
    for seat in sorted(seats, key=lambda seat: seat.seat_id):
        groups.setdefault((seat.round_id, seat.group_id), []).append(seat)
    count, last = Counter[Pair](), dict[Pair, int]()
    for (round_id, _), members in groups.items():
        for one, other in combinations([seat.person_id for seat in members], 2):
            two = pair(one, other)
            count[two] += 1
            last[two] = min(last.get(two, len(round_ids)), ago.get(round_id, len(round_ids)))
    began = Counter((seat.person_id, seat.part) for seat in seats)
    turns = Counter(seat.person_id for members in groups.values() for seat in members[TURNS:])
    return Past(
        {two: Meetings(met, max(1, last[two])) for two, met in count.items()},
        missed,
        {
            one: (began[one, Part.THERAPIST], began[one, Part.CLIENT], began[one, Part.OBSERVER])
            for one in {seat.person_id for seat in seats}
        },
        turns,
        len(round_ids),
    )
