"""Video bytes: a segment that the app allows, sent by the app itself and by nginx in front, beside bare nginx.

nginx asks the app each time (accel), or remembers its word for some seconds (remembered).
"""

from collections.abc import Callable

from tests.bench.house import House, cpu_s, pid
from tests.bench.load import load
from tests.bench.rows import Row

ROUNDS = 3
SECONDS = 2
GOALS = {"app": "≥ 0.75 ×", "accel": "≥ 0.75 ×", "remembered": "≥ 0.95 ×", "accel_cpu": "≤ 2.2 ×"}

Way = tuple[str, Callable[[], float]]
"""Where to ask, and the processor seconds that its servers have spent so far."""


def measure(house: House) -> list[Row]:
    """One of 1.5 MB, as the figures of others are, and a real one; ways in turn at each number of connections."""
    big = _compare(house, house.stream.big, "segment")
    return big + [row for row in _compare(house, house.stream.real, "segment.real") if "cpu" not in row.name]


def _compare(house: House, name: str, title: str) -> list[Row]:
    """Of the rounds, each row from the one whose ratio lies in the middle."""
    bare, ways = _ways(house, name)
    rows: list[Row] = []
    for connections in (50, 200):
        rounds = [_round(bare, ways, connections, title) for _ in range(ROUNDS)]
        rows += [sorted(same, key=lambda row: row.ratio or 0)[ROUNDS // 2] for same in zip(*rounds, strict=True)]
    return sorted(rows, key=lambda row: row.name)


def _ways(house: House, name: str) -> tuple[Way, dict[str, Way]]:
    """The reference, and what is compared with it."""
    nginx, remembering, address = house.nginx, house.remembering, house.stream.address(name)
    app, behind = pid(house.app), pid(house.behind)
    return (nginx.plain_url + house.stream.on_disk(name), nginx.cpu_s), {
        "app": (house.app.url + address, lambda: cpu_s(app)),
        "accel": (nginx.url + address, lambda: nginx.cpu_s() + cpu_s(behind)),
        "remembered": (remembering.url + address, lambda: remembering.cpu_s() + cpu_s(behind)),
    }


def _round(bare: Way, ways: dict[str, Way], connections: int, title: str) -> list[Row]:
    bare_rps, bare_ms = _run(bare, connections)
    rows: list[Row] = []
    for name, way in ways.items():
        rps, ms = _run(way, connections)
        rows += [
            Row(f"{title}.{name}_c{connections}", rps, "/s", bare_rps, GOALS[name]),
            Row(f"{title}.{name}_cpu_c{connections}", ms, "ms", bare_ms, GOALS.get(f"{name}_cpu", "")),
        ]
    return rows


def _run(way: Way, connections: int) -> tuple[float, float]:
    """Segments a second, and the servers' processor milliseconds for each."""
    url, spent_s = way
    begun = spent_s()
    result = load(url, connections, SECONDS)
    return result.rps, (spent_s() - begun) * 1000 / result.requests
