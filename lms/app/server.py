"""Serving: waitress, which buffers slow viewers without starving the others, and everything at once on one machine."""

import resource
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from lms.access import body
from lms.app import sendfile
from lms.core.settings import Settings

GRACE_S = 10.0
FILES = 4_096
SWITCH_S = 0.0005  # so long a thread that comes back from the disk waits for one that computes; 0.005 by itself


def serve(app: Flask, settings: Settings) -> None:
    """Answer until told to stop."""
    _allow_files()
    sys.setswitchinterval(SWITCH_S)
    server = listen(app, settings)
    server.print_listen("Serving on http://{}:{}")
    server.run()


def listen(app: Flask, settings: Settings) -> Any:
    """The web server, which answers once it is run."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        app,
        map=sockets,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        connection_limit=1_000,
        channel_timeout=60,
        recv_bytes=64 * 1024,  # by itself 8 KB, which costs an upload half as much again of the processor
        max_request_body_size=body.FILES + 1,  # all of it lies on disk before anybody asks whose it is
        outbuf_high_watermark=4 * 1024 * 1024,
        ident=None,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
        asyncore_use_poll=True,  # select() can't watch a connection beyond the 1,024th file
    )
    for each in sockets.values():
        each.channel_class = sendfile.Channel
    return server


def _allow_files() -> None:
    """A viewer holds a connection and a file open: more than what a process may have at first on many systems."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def serve_with_worker(app: Flask, settings: Settings) -> None:
    """Answer, with a worker beside that is started again should it die, until told to stop."""
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stopping,), daemon=True)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    keeper.start()
    try:
        serve(app, settings)
    finally:
        stopping.set()
        keeper.join(GRACE_S + 5)


def _keep_worker(stopping: threading.Event) -> None:
    while not stopping.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "lms.app.cli", "worker"])
        while worker.poll() is None and not stopping.wait(0.5):
            pass
        if stopping.is_set():
            worker.terminate()
            try:
                worker.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                worker.kill()
        else:
            time.sleep(2)
