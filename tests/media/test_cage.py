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

from media.cage import Bounds, Caged, run
from media.errors import DiskFull, TookTooLong

ROOT = Path(__file__).parents[2]
ROOMY = Bounds(wall_s=20, cpu_s=20)
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
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
