"""How good the groups of role plays are, and how soon they are found: terms of made cohorts, beside three simpler ways.

Random triads, the greedy groups that our search begins with, and a round-robin that asks nobody for their hours.
"""

import multiprocessing
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random
from statistics import mean, median

from lms.roleplays.pairing.answer import Pairing
from lms.roleplays.pairing.bounds import excess_meetings
from lms.roleplays.pairing.cohort import Cohort
from lms.roleplays.pairing.problem import Budget, Problem, Tier
from lms.roleplays.pairing.solve import solve
from tests.bench.rows import Row
from tests.roleplays.pairing import hours
from tests.roleplays.pairing.foresight import least_repeats
from tests.roleplays.pairing.term import Term, groups

ROUNDS = {12: 10, 24: 10, 25: 10, 40: 10, 1000: 3, 5000: 2}
BOUNDED = 25  # members up to whom a bound over the whole term is worked out; with more it takes minutes
SEED = 7
Groups = list[tuple[int, ...]]


@dataclass(frozen=True)
class Measured:
    """One term by one way."""

    placed: float
    """Percent of those who had hours."""
    repeats: int
    spread: int
    seconds: list[float]
    cpu: list[float]
    """Seconds of the processor, which other programs hardly move."""
    gaps: list[float]
    proven: float
    """Percent of the rounds, on all tiers."""
    tiers: float
    """Tiers proven in a round, on average."""
    triads: float
    """Percent of the groups."""
    peak_mb: float
    least_repeats: int | None
    """What even foresight of all hours couldn't beat, placing as many in each round; None where unknown."""


def measure() -> list[Row]:
    """Cohorts of all sizes over seven zones, free hours; each in a process of its own."""
    rows, walls = [], {}
    for count, rounds in ROUNDS.items():
        ours, greedy, random, robin = (_apart(way, count, rounds) for way in WAYS)
        walls[count] = median(ours.seconds)
        name, bound = f"pairing.n{count}", excess_meetings(count, rounds)
        rows += [
            Row(f"{name}.placed", ours.placed, "%", greedy.placed, "100"),
            Row(f"{name}.placed_random", random.placed, "%"),
            Row(f"{name}.placed_round_robin", robin.placed, "%"),
            Row(f"{name}.triads", ours.triads, "%", greedy.triads, "≥ 90"),
            Row(f"{name}.repeats", ours.repeats, "", greedy.repeats, f"≥ {bound} at all hours"),
            Row(f"{name}.repeats_random", random.repeats, ""),
            Row(f"{name}.repeats_round_robin", robin.repeats, ""),
            *_beside_bound(f"{name}.repeats_beside_bound", ours),
            Row(f"{name}.role_spread", ours.spread, "turns", greedy.spread, "≤ 1"),
            Row(f"{name}.gap", mean(ours.gaps), "", goal="0"),
            Row(f"{name}.proven", ours.proven, "%", goal="≥ 98 up to 24, ≥ 60 at 40" if count <= 40 else ""),
            Row(f"{name}.proven_tiers", ours.tiers, f"of {len(Tier)}"),
            Row(f"{name}.wall_s", walls[count], "s", median(greedy.seconds), _goal(count)),
            Row(f"{name}.wall_max_s", max(ours.seconds), "s"),
            Row(f"{name}.cpu_s", median(ours.cpu), "s", median(greedy.cpu), _goal(count)),
            Row(f"{name}.peak_mb", ours.peak_mb, "MB", goal="≤ 150" if count == 5000 else "≤ 100"),
        ]
    return [*rows, Row("pairing.growth", log(walls[5000] / walls[1000]) / log(5), "th power of n")]


def _beside_bound(name: str, ours: Measured) -> Iterator[Row]:
    """The repeats beside those that no schedule of the whole term avoids."""
    if ours.least_repeats is not None:
        yield Row(name, ours.repeats, "", ours.least_repeats, "≥ 1 ×, whoever pairs")


def _goal(count: int) -> str:
    return {24: "≤ 1", 1000: "≤ 10", 5000: "≤ 15"}.get(count, "")


def _ours(problem: Problem, rng: Random) -> Pairing:
    return solve(problem)


def _greedy(problem: Problem, rng: Random) -> Pairing:
    return solve(problem, Budget(steps=0, nodes=0))


def _random(problem: Problem, rng: Random) -> Groups:
    """Triads drawn by lot; those that share an hour meet."""
    ids = [member.id for member in problem.members if member.starts]
    rng.shuffle(ids)
    return list(_possible(problem, [tuple(ids[start : start + 3]) for start in range(0, len(ids), 3)]))


def _round_robin(problem: Problem, rng: Random) -> Groups:
    """Three rings that turn at different speeds, so that nobody meets twice for long."""
    ids = [member.id for member in problem.members]
    size, turn = len(ids) // 3, problem.round_number
    rings = [ids[size * ring : size * (ring + 1)] for ring in range(3)]
    triads = [(rings[0][k], rings[1][(k + turn) % size], rings[2][(k + 2 * turn) % size]) for k in range(size)]
    return list(_possible(problem, triads))


def _possible(problem: Problem, triads: Groups) -> Iterator[tuple[int, ...]]:
    cohort = Cohort(problem)
    for triad in triads:
        column = tuple(sorted(cohort.at[one] for one in triad if one in cohort.at))
        if len(column) > 1 and cohort.allows(column):
            yield tuple(cohort.members[one].id for one in column)


WAYS: tuple[Callable[[Problem, Random], Pairing | Groups], ...] = (_ours, _greedy, _random, _round_robin)


def _apart(way: Callable[[Problem, Random], Pairing | Groups], count: int, rounds: int) -> Measured:
    """In a process of its own, for the memory."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_term, way, count, rounds).result()


def _term(way: Callable[[Problem, Random], Pairing | Groups], count: int, rounds: int) -> Measured:
    rng, lot = Random(SEED), Random(SEED)
    term = Term(hours.people(count, rng), luck=rng)
    seconds, cpu, gaps, proven, tiers = [], [], [], 0, 0
    problems, answers = [], []
    for _ in range(rounds):
        problem, _ = term.problem()
        begun, begun_cpu = time.perf_counter(), time.process_time()
        found = way(problem, lot)
        seconds.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - begun_cpu)
        if isinstance(found, Pairing):
            gaps.append(found.gap)
            proven += found.is_proven
            tiers += sum(standing.is_proven for standing in found.standings)
            found = groups(found)
        term.met(problem, found)
        problems.append(problem)
        answers.append(found)
    peak_mb = _peak_mb()
    return Measured(
        placed=100 * term.placed / term.available,
        repeats=term.repeats,
        spread=term.spread,
        seconds=seconds,
        cpu=cpu,
        gaps=gaps,
        proven=100 * proven / rounds,
        tiers=tiers / rounds,
        triads=100 * term.groups.count(3) / len(term.groups),
        peak_mb=peak_mb,
        least_repeats=least_repeats(problems, answers) if way is _ours and count <= BOUNDED else None,
    )


def _peak_mb() -> float:
    """Of this process alone; `getrusage` also counts that of whoever started it. Source: proc(5), VmHWM."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found, "the kernel tells each process its peak"
    return int(found[1]) / 1024
