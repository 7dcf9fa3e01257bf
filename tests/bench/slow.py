"""Two hundred slow viewers, and what those notice who only open a page meanwhile."""

import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

from tests.bench.house import House
from tests.bench.rows import Row
from tests.kit.visitor import CLASS

VIEWERS = 200
MBIT = 3.0  # each takes so many megabits a second
SECONDS = 10
SETTLED_S = 2.0  # until all have begun
QUIET_S = 3.0
PAUSE_S = 0.05
PATIENCE_S = 5.0


@dataclass
class Probes:
    """Fresh requests, each on a connection of its own."""

    took_ms: list[float] = field(default_factory=list)
    failures: int = 0

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.took_ms, n=20)[-1] if len(self.took_ms) > 1 else PATIENCE_S * 1000


def measure(house: House) -> list[Row]:
    """Both ways of sending: the app itself, and nginx in front."""
    stream = house.stream
    return [
        *_watched(house, "app", house.app.url, stream.address(stream.big)),
        *_watched(house, "accel", house.nginx.url, stream.address(stream.big)),
    ]


def _watched(house: House, way: str, url: str, segment: str) -> list[Row]:
    quiet = probe(url, house.learner.headers, QUIET_S)
    words = [sys.executable, "-m", "tests.bench.viewers", url + segment, str(VIEWERS), str(MBIT), str(SECONDS)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as viewers:
        time.sleep(SETTLED_S)
        busy = probe(url, house.learner.headers, SECONDS - SETTLED_S - 1)
        said = json.loads(viewers.communicate(timeout=60)[0])
    return [
        Row(f"slow.viewers.{way}_failed", busy.failures + said["failures"], "failures", goal="0"),
        Row(f"slow.viewers.{way}_mbit", said["mbit"], "Mbit/s each", MBIT, "≥ 0.95 ×"),
        Row(f"slow.viewers.{way}_p95_ms", busy.p95_ms, "ms", quiet.p95_ms, "≤ 25"),
    ]


def probe(url: str, headers: Mapping[str, str], seconds: float) -> Probes:
    """Ask for a page and for the pulse in turn; the time is until the first byte of the answer."""
    made, until, paths = Probes(), time.monotonic() + seconds, cycle((CLASS, "/healthz"))
    while time.monotonic() < until:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_S)
        try:
            connection.request("GET", next(paths), headers=dict(headers))
            made.failures += connection.getresponse().status != 200
            made.took_ms.append((time.perf_counter() - begun) * 1000)
        except (OSError, http.client.HTTPException):
            made.failures += 1
        finally:
            connection.close()
        time.sleep(PAUSE_S)
    return made
