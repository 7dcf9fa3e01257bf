"""What a process opened and whom it called, told by strace. Debian's, installed where that is possible."""

import os
import re
import shutil
import subprocess
from pathlib import Path

OPENING = ("open", "openat", "openat2", "creat", "execve")
FOLLOWED = ",".join(("%network", *OPENING))
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)", re.MULTILINE)
PATH = re.compile(r'"([^"]*)"')


def executable() -> str:
    """Missing is a failure: what nobody looked at isn't shown."""
    if shutil.which("strace") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "strace"], check=False, stdout=subprocess.DEVNULL)
    found = shutil.which("strace")
    assert found, "The tests of hostile files need strace: apt install strace."
    return found


def words(log: Path) -> list[str]:
    """Before a command, they have what it does written to `log`; it stays a child of its own parent."""
    return [executable(), "-D", "-f", "-qq", "-e", f"trace={FOLLOWED}", "-s", "4096", "-o", str(log)]


def opened(log: str) -> set[str]:
    """Every path that was really opened or run."""
    return {
        found[1]
        for name, arguments, answer in CALL.findall(log)
        if name in OPENING and int(answer) >= 0
        if (found := PATH.search(arguments))
    }


def called(log: str) -> list[str]:
    """Every call of the network that wasn't turned away."""
    done = [(name, arguments) for name, arguments, answer in CALL.findall(log) if int(answer) >= 0]
    return [f"{name}({arguments})" for name, arguments in done if name not in OPENING]
