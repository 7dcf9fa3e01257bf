"""Video bytes: a segment that the app allows, sent by the app itself and by nginx in front, beside bare nginx.

nginx asks the app each time (accel), or remembers its word for some seconds (remembered)."""

from collections.abc import Callable

from tests.bench.house import House, cpu_s, pid
from tests.bench.load import Load, load
from tests.bench.rows import Row

SECONDS = 4


def measure(house: House) -> list[Row]:
    """One of 1.5 MB, as the figures of others are, and a real one; ways in turn at each number of connections."""
    big = _compare(house, house.stream.big, "segment")
    return big + [row for row in _compare(house, house.stream.real, "segment.real") if "cpu" not in row.name]


def _compare(house: House, name: str, title: str) -> list[Row]:
    stream, nginx = house.stream, house.nginx
    app, behind = pid(house.app), pid(house.behind)
    rows: list[Row] = []
    for connections in (50, 200):
        bare, bare_ms = _run(nginx.plain_url + stream.on_disk(name), connections, nginx.cpu_s)
        ours, ours_ms = _run(house.app.url + stream.address(name), connections, lambda: cpu_s(app))
        accel, accel_ms = _run(nginx.url + stream.address(name), connections, lambda: nginx.cpu_s() + cpu_s(behind))
        kept, kept_ms = _run(
            house.remembering.url + stream.address(name), connections, lambda: house.remembering.cpu_s() + cpu_s(behind)
        )
        rows += [
            Row(f"{title}.app_c{connections}", ours.rps, "/s", bare.rps, "≥ 0.75 ×"),
            Row(f"{title}.accel_c{connections}", accel.rps, "/s", bare.rps, "≥ 0.75 ×"),
            Row(f"{title}.remembered_c{connections}", kept.rps, "/s", bare.rps, "≥ 0.95 ×"),
            Row(f"{title}.app_cpu_c{connections}", ours_ms, "ms", bare_ms),
            Row(f"{title}.accel_cpu_c{connections}", accel_ms, "ms", bare_ms, "≤ 2.2 ×"),
            Row(f"{title}.remembered_cpu_c{connections}", kept_ms, "ms", bare_ms),
        ]
    return sorted(rows, key=lambda row: row.name)


def _run(url: str, connections: int, spent_s: Callable[[], float]) -> tuple[Load, float]:
    """And the servers' processor milliseconds for each segment."""
    begun = spent_s()
    result = load(url, connections, SECONDS)
    return result, (spent_s() - begun) * 1000 / result.requests
