"""How fast pages are, and what one costs: the class page and the assignment page, for a learner who is signed in."""

from tests.bench.house import House, cpu_s, pid
from tests.bench.load import Load, load
from tests.bench.rows import Row
from tests.kit.visitor import CLASS, assignment_of

SECONDS = 4


def measure(house: House) -> list[Row]:
    """Hello, class, assignment in turn at each number of connections."""
    visitor, site, hello = house.learner, house.app, house.hello
    pages = {"page.class": CLASS, "page.assignment": assignment_of(visitor)}
    rows: list[Row] = []
    for path in pages.values():
        visitor.see(path)
    for connections in (1, 8, 32):
        bare, bare_ms = _run(hello.url + "/", connections, hello.process.pid, {})
        for name, path in pages.items():
            ours, cpu_ms = _run(site.url + path, connections, pid(site), visitor.headers)
            rows.append(Row(f"{name}.rps_c{connections}", ours.rps, "/s", bare.rps))
            if connections == 8:
                rows.append(Row(f"{name}.p95_c8", ours.p95_ms, "ms", bare.p95_ms))
                rows.append(Row(f"{name}.cpu_ms", cpu_ms, "ms", bare_ms, "≤ 7" if name == "page.class" else "≤ 5"))
    return sorted(rows, key=lambda row: row.name)


def _run(url: str, connections: int, process_id: int, headers: dict[str, str]) -> tuple[Load, float]:
    """And the server's processor milliseconds for each request."""
    begun = cpu_s(process_id)
    result = load(url, connections, SECONDS, headers)
    return result, (cpu_s(process_id) - begun) * 1000 / result.requests
