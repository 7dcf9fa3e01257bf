"""A whole site for browser tests: server and worker as processes of their own, over a home of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

STARTS_WITHIN_S = 180


@dataclass
class Site:
    """A running `attune run` (or `serve`) and where it is."""

    home: Path
    command: str = "run"
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    program: tuple[str, ...] = (sys.executable, "-m", "lms.app.cli")
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """What its processes read their settings from."""
        mine = {"ATTUNE_HOME": str(self.home), "ATTUNE_PORT": str(self.port), "ATTUNE_BASE_URL": self.url}
        return os.environ | mine | self.settings

    def prepare(self) -> None:
        """The built-in program and the sample cohort, its demonstrations without videos."""
        command = [sys.executable, "-m", "lms.app.cli", "prepare", "--no-clips"]
        subprocess.run(command, env=self.environ, check=True)

    def start(self) -> "Site":
        """Start it, and wait until it can serve."""
        self.port = self.port or free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / f"{self.command}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.program, self.command],
                cwd=self.home,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if self.command != "worker":
            self._wait()
        return self

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End it and what it started."""
        if self.process and self.process.poll() is None:
            if sign == signal.SIGTERM:
                self.process.terminate()
            else:
                os.killpg(self.process.pid, sign)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(5)

    @property
    def log(self) -> str:
        return (self.home / f"{self.command}.log").read_text(errors="replace")

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            assert self.process and self.process.poll() is None, f"the site ended:\n{self.log[-4000:]}"
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.log[-4000:])


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
