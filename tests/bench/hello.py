"""The reference for pages: the least that Flask can say, on the same server with the same threads."""

import subprocess
import sys
from pathlib import Path

from flask import Flask

from lms.app.server import serve
from lms.core.settings import Settings
from tests.kit.site import free_port
from tests.kit.waiting import until_open

app = Flask("hello")


@app.get("/")
def hello() -> str:
    return "<!doctype html><title>Hello</title><h1>Hello</h1>"


class Hello:
    """It, running as a process of its own."""

    def __init__(self, home: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        words = [sys.executable, "-m", "tests.bench.hello", str(home), str(port)]
        self.process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        until_open(port, self.process)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


if __name__ == "__main__":
    serve(app, Settings(home=Path(sys.argv[1]), port=int(sys.argv[2])).checked())
