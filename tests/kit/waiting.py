"""Waiting until something listens, or is so, with an end."""

import socket
import subprocess
import time
from collections.abc import Callable


def until(what: str, is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Raises TimeoutError that says `what` didn't come."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.2)


def until_open(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Wait for a server on loopback."""

    def is_open() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until(f"port {port}", is_open, seconds)
