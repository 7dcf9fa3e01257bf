"""Many connections asking for one address again and again: by wrk where it is installed, else by our own loader."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Load:
    """What came back."""

    requests: int
    failures: int
    """Refused, broken off, timed out, or answered with 400 and above."""
    seconds: float
    p95_ms: float

    @property
    def rps(self) -> float:
        return (self.requests - self.failures) / self.seconds


def loader_name() -> str:
    """Which loader this machine has."""
    return "wrk" if shutil.which("wrk") else "own loader (slower: install wrk)"


def load(url: str, connections: int, seconds: float, headers: Mapping[str, str] | None = None) -> Load:
    """Press the address that hard for that long. Raises RuntimeError where hardly anything was answered well."""
    words = _wrk if shutil.which("wrk") else _own
    command = words(url, connections, seconds, headers or {})
    said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    result = Load(**json.loads(said.strip().splitlines()[-1]))
    if result.failures > result.requests * 0.01 or not result.requests:
        raise RuntimeError(f"{result.failures} of {result.requests} requests failed at {connections} connections")
    return result


def _wrk(url: str, connections: int, seconds: float, headers: Mapping[str, str]) -> list[str]:
    shape = [f"-t{min(2, connections)}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    return ["wrk", *shape, "-s", str(REPORT), *given, url]


def _own(url: str, connections: int, seconds: float, headers: Mapping[str, str]) -> list[str]:
    return [sys.executable, "-m", "tests.bench.loader", url, str(connections), str(seconds), json.dumps(dict(headers))]
