"""Memory of a site that was started and visited once: each process's proportional share (PSS)."""

import psutil

from tests.bench.house import House, pid
from tests.bench.rows import Row
from tests.kit.visitor import CLASS, Visitor
from tests.kit.waiting import until


def measure(house: House) -> list[Row]:
    """Web server and worker of `attune run`, apart; the reference is the Flask page that says hello."""
    site = house.site("run")
    Visitor(site.url).see(CLASS)
    web = psutil.Process(pid(site))
    until("a worker beside the web server", lambda: bool(web.children()))
    worker = web.children()[0]
    until("a worker that has settled", lambda: worker.cpu_percent(1) < 10)
    bare = _mb(psutil.Process(house.hello.process.pid))
    rows = [Row("rest.pss_mb", _mb(web), "MB", bare, "≤ 90"), Row("rest.worker_pss_mb", _mb(worker), "MB", bare)]
    site.stop()
    return rows


def _mb(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1024**2
