"""The server is killed in the middle of an upload, again and again; what arrives is what was sent, to the byte."""

import hashlib
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.videos.models import Video
from tests.kit.engines.shares import share
from tests.kit.relay import Relay, Tripwire
from tests.kit.site import Site, free_port
from tests.kit.tus import upload
from tests.kit.visitor import Visitor

MB = 1024 * 1024
SIZE = 6 * MB + 4_321
PIECE = 128 * 1024
ANSWER = 700  # bytes of an answer to a piece, about
UPLOAD = r'href="(/demonstrations/\d+/upload)"'


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A web server with the sample cohort."""
    site = Site(tmp_path / "home", "serve", share("killed"), free_port())
    site.prepare()
    yield site.start()
    site.stop()


@pytest.mark.parametrize("seed", [20261124])
def test_an_upload_outlives_a_server_that_is_killed_at_random_points(seed: int, site: Site, tmp_path: Path):
    chance = random.Random(seed)
    film = tmp_path / "film.mp4"
    film.write_bytes(chance.randbytes(SIZE))
    killed = []

    def kill() -> None:
        site.stop(signal.SIGKILL)
        killed.append(site.start().process)

    on_the_way = Tripwire([chance.randrange(SIZE) for _ in range(3)], kill)
    on_the_way_back = Tripwire([chance.randrange(SIZE // PIECE * ANSWER) for _ in range(2)], kill)
    trainer = Visitor(site.url, "trainer")
    form = trainer.find("/classes/2", UPLOAD)
    assert form
    with Relay(site.port, {"up": on_the_way, "down": on_the_way_back}) as relay:
        key = upload(trainer, trainer.fields(form, form)["csrf_token"], film, PIECE, relay.url)
    trainer.send(form, form, file_id=key)

    assert len(killed) == 5
    settings = Settings.from_environ(site.environ)
    with create_engine(settings.database_url).connect() as connection:
        kept = connection.execute(select(Video.source_key, Video.source_sha256).where(Video.key == key)).one()
    assert b"".join(Storage(settings.media_url).open(kept.source_key)) == film.read_bytes()
    assert kept.source_sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
