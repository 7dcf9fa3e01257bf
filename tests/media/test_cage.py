"""Limits that really bite, and processes that are really gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from media import walls
from media.cage import Bounds, Caged, run
from media.errors import DiskFull, TookTooLong

ROOT = Path(__file__).parents[2]
ROOMY = Bounds(wall_s=20, cpu_s=20)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls, and tells a child of a death")
PYTHON = [sys.executable, "-I", "-S", "-c"]


def test_it_hands_back_what_was_said_and_complained(tmp_path: Path):
    script = "import sys; print('one'); print('two'); print('oh', file=sys.stderr); sys.exit(3)"
    assert run([*PYTHON, script], ROOMY, tmp_path) == (3, "one\ntwo", "oh")


def test_the_environment_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTUNE_SECRET_KEY", "secret")
    assert "ATTUNE" not in run([*PYTHON, "import os; print(os.environ)"], ROOMY, tmp_path)[1]


def test_the_wall_clock_stops_a_sleeper(tmp_path: Path):
    with pytest.raises(TookTooLong):
        run([*PYTHON, "import time; time.sleep(60)"], Bounds(wall_s=1, cpu_s=20), tmp_path)


def test_the_processor_limit_stops_a_spinner(tmp_path: Path):
    with pytest.raises(TookTooLong):
        run([*PYTHON, "while True: pass"], Bounds(wall_s=20, cpu_s=1), tmp_path)


def test_memory_is_bounded(tmp_path: Path):
    code, _, complaints = run([*PYTHON, "bytearray(2 << 30)"], Bounds(20, 20, memory_bytes=1 << 30), tmp_path)
    assert code != 0
    assert "MemoryError" in complaints


def test_one_file_is_bounded(tmp_path: Path):
    script = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open('f', 'wb').write(bytes(10_000))"
    with pytest.raises(DiskFull):
        run([*PYTHON, script], Bounds(20, 20, file_bytes=5_000), tmp_path)
    assert (tmp_path / "f").stat().st_size <= 5_000


@linux
def test_other_files_are_shut_even_to_python(tmp_path: Path):
    """A decoder that was taken over can do what this can do: not read the site's key, for one."""
    secret, given, folder = tmp_path / "secret-key", tmp_path / "given", tmp_path / "work"
    folder.mkdir()
    for path in (secret, given):
        path.write_text(path.name)
    script = f"""
import os
def tried(deed):
    try: return deed()
    except PermissionError: return "shut"
print(tried(lambda: open({str(given)!r}).read()))
print(tried(lambda: open("mine", "w").write("four")))
print(tried(lambda: open({str(secret)!r}).read()))
print(tried(lambda: open({str(given)!r}, "a").write("more")))
print(tried(lambda: open({str(tmp_path / "new")!r}, "w")))
print(tried(lambda: os.listdir({str(tmp_path)!r})))
print(tried(lambda: open("/etc/passwd").read()))
print(tried(lambda: open(f"/proc/{{os.getppid()}}/environ").read()))
"""
    _, said, complaints = run([*PYTHON, script], ROOMY, folder, [given])
    assert said.split() == ["given", "4", *["shut"] * 6], complaints


@linux
def test_the_network_is_shut(tmp_path: Path):
    script = """
import socket
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try: socket.socket(family, kind); print("open")
        except PermissionError: pass
try: socket.socketpair(); print("open")
except PermissionError: print("shut")
"""
    assert run([*PYTHON, script], ROOMY, tmp_path)[1] == "shut"


@linux
def test_nothing_leaves_the_group_that_is_killed(tmp_path: Path):
    script = """
import os, signal
for deed in (os.setsid, lambda: os.setpgid(0, 0), lambda: os.kill(os.getppid(), signal.SIGTERM)):
    pid = os.fork()
    if pid: os.waitpid(pid, 0)
    else:
        try: deed(); print("done", flush=True)
        except PermissionError: print("shut", flush=True)
        os._exit(0)
"""
    script = script.replace("os.getppid()", str(os.getpid()))
    assert run([*PYTHON, script], ROOMY, tmp_path)[1].split() == ["shut"] * 3


@linux
def test_a_machine_without_walls_says_so(monkeypatch: pytest.MonkeyPatch):
    assert walls.missing() == []
    monkeypatch.setattr(walls, "_landlock_version", lambda: -1)
    monkeypatch.setattr(walls, "SHUT", {})
    assert ["read other files" in walls.missing()[0], "network" in walls.missing()[1]] == [True, True]


def test_only_the_last_complaints_are_kept(tmp_path: Path):
    script = "import sys; [print('x' * 99, file=sys.stderr) for _ in range(10_000)]; print('end', file=sys.stderr)"
    complaints = run([*PYTHON, script], ROOMY, tmp_path)[2]
    assert len(complaints) <= 8_000
    assert complaints.endswith("end")


def test_leaving_kills_the_children_too(tmp_path: Path):
    script = "import os, time; pid = os.fork(); print(os.getpid(), flush=True); time.sleep(60)"
    with Caged([*PYTHON, script], ROOMY, tmp_path) as process:
        said = process.lines()
        pids = [int(next(said)), int(next(said))]
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_leaving_kills_a_child_that_outlived_its_parent(tmp_path: Path):
    script = "import os, time; pid = os.fork(); pid and os._exit(0); print(os.getpid(), flush=True); time.sleep(60)"
    with Caged([*PYTHON, script], ROOMY, tmp_path) as process:
        pid = int(next(process.lines()))
    wait_until(lambda: not is_alive(pid))


@linux
def test_a_killed_worker_takes_its_process_along(tmp_path: Path):
    script = (
        "from pathlib import Path; from media.cage import *\n"
        "with Caged(['/bin/sleep', '60'], Bounds(60, 60), Path('.')) as process:\n"
        "    print(process._process.pid, flush=True)\n"
        "    list(process.lines())\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    pid = int(worker.stdout.readline())
    wait_until(lambda: psutil.Process(pid).name() == "sleep")
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    wait_until(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < ends_at, "it didn't come to be"
        time.sleep(0.05)
