"""Another client of the protocol than ours, as it comes: killed in the middle, and going on from what it remembers."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment.test_killed import UPLOAD, arrived
from tests.kit.relay import Relay, Tripwire
from tests.kit.site import Site
from tests.kit.visitor import Visitor

SIZE = 3_000_000
PIECE = 256 * 1024
CLIENT = Path(__file__).parents[1] / "kit" / "tus-client.mjs"


@pytest.mark.parametrize("seed", [20261126])
def test_tus_js_client_goes_on_after_it_was_killed(seed: int, site: Site, tmp_path: Path):
    chance = random.Random(seed)
    film = tmp_path / "film.mp4"
    film.write_bytes(chance.randbytes(SIZE))
    trainer = Visitor(site.url, "trainer")
    form = trainer.find("/classes/2", UPLOAD)
    assert form
    running: list[subprocess.Popen[str]] = []
    killed_at = chance.randrange(2 * PIECE, SIZE - PIECE)

    def kill() -> None:
        os.killpg(running[0].pid, signal.SIGKILL)  # node is a child of what stands in the environment

    with Relay(site.port, {"up": Tripwire([killed_at], kill), "down": Tripwire([], kill)}) as relay:
        order = {
            "endpoint": f"{relay.url}/uploads",
            "headers": {**trainer.headers, "X-CSRFToken": trainer.fields(form, form)["csrf_token"]},
            "file": str(film),
            "piece": PIECE,
            "memory": str(tmp_path / "memory.json"),
        }
        said = []
        for _ in range(2):
            command = [Path(sys.executable).with_name("node"), CLIENT, json.dumps(order)]
            running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True))
            said.append((running[-1].communicate(timeout=60)[0], running[-1].returncode))
    assert said[0] == ("", -signal.SIGKILL)
    gone_on = json.loads(said[1][0])
    assert 0 < gone_on["from"] < SIZE, "it went on, and didn't begin again"
    key = gone_on["url"].rsplit("/", 1)[1]
    trainer.send(form, form, file_id=key)
    assert arrived(site, key) == film.read_bytes()
