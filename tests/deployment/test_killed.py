"""Whatever is killed in the middle of an upload, again and again: what arrives is what was sent, to the byte."""

import hashlib
import random
import signal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.videos.models import Video
from tests.kit.relay import Relay, Tripwire
from tests.kit.site import Site
from tests.kit.tus import upload
from tests.kit.visitor import Visitor

MB = 1024 * 1024
SIZE = 6 * MB + 4_321
PIECE = 128 * 1024
ANSWER = 700  # bytes of an answer to a piece, about
KINDS = ("killed", "cut", "lost", "worker killed")
UPLOAD = r'href="(/demonstrations/\d+/upload)"'


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
    assert arrived(site, key) == film.read_bytes()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [20261125])
def test_twenty_uploads_that_are_interrupted_at_random_points_arrive_as_they_were_sent(
    seed: int, site: Site, tmp_path: Path, request: pytest.FixtureRequest
):
    """The server is killed, the line breaks, the sender is lost and another one goes on, or the worker is killed, which
    has just got what came before; each in turn."""
    chance = random.Random(seed)
    worker = Site(site.home, "worker", site.settings | {"ATTUNE_BASE_URL": site.url})
    trainer = Visitor(site.url, "trainer")
    form = trainer.find("/classes/2", UPLOAD)
    assert form
    happened: list[str] = []
    sums: dict[str, str] = {}
    worker.start()
    request.addfinalizer(worker.stop)
    for number in range(20):
        film, size = tmp_path / f"film-{number}.mp4", chance.randrange(PIECE, 2 * MB)
        film.write_bytes(chance.randbytes(size))
        what, point = KINDS[number % len(KINDS)], chance.randrange(size)

        def interrupt(what: str = what) -> None:
            happened.append(what)
            if what == "killed":
                site.stop(signal.SIGKILL)
                site.start()
            elif what == "worker killed":
                worker.stop(signal.SIGKILL)
                worker.start()
            elif what == "cut":
                raise OSError("the line breaks")

        with Relay(site.port, {"up": Tripwire([point], interrupt), "down": Tripwire([], interrupt)}) as relay:
            token = trainer.fields(form, form)["csrf_token"]
            stop_at = point if what == "lost" else None
            key = upload(trainer, token, film, PIECE, relay.url, stop_at)
        trainer.send(form, form, file_id=key)
        sums[key] = sha256(film.read_bytes())
        assert sha256(arrived(site, key)) == sums[key], f"upload {number}, {what} at byte {point}"
    assert {what: happened.count(what) for what in happened} == dict.fromkeys(KINDS, 5)
    assert {key: sha256(arrived(site, key)) for key in sums} == sums, "whatever was killed since"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def arrived(site: Site, key: str) -> bytes:
    """What the media store has of an upload, which has to be what its SHA-256 in the table says."""
    settings = Settings.from_environ(site.environ)
    with create_engine(settings.database_url).connect() as connection:
        kept = connection.execute(select(Video.source_key, Video.source_sha256).where(Video.key == key)).one()
    content = b"".join(Storage(settings.media_url).open(kept.source_key))
    assert kept.source_sha256 == sha256(content)
    return content
