"""How many heartbeats the web server keeps in a second, of a thousand people who watch, and what an hour weighs."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, select, text

from lms.app.factory import create_app
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import connect, db, transaction
from lms.core.settings import Settings
from lms.demonstrations.models import Showing
from lms.demonstrations.watching import folding, heat, passes, scribe
from lms.demonstrations.watching.models import Playing, Watching
from lms.demonstrations.watching.passes import Pass
from lms.demonstrations.watching.rules import Beat
from lms.demonstrations.watching.scribe import Told
from lms.people.models import Person
from lms.videos import tokens
from lms.videos.models import Video
from lms.videos.tokens import Ticket
from tests.bench.house import House
from tests.bench.load import REPORT, Load, load
from tests.bench.rows import Row
from tests.bench.stream import KEY

PEOPLE = 1_000
CONNECTIONS = 32
SECONDS = 5
BEATS = Path(__file__).with_name("beats.lua")
HOUR_MS = 3_600_000
PARTS = 4  # in which an hour is watched


def measure(house: House) -> list[Row]:
    """Each heartbeat of another person, durable before it is answered. The reference is the page that says hello."""
    if not shutil.which("wrk"):
        raise RuntimeError("this bench needs wrk, which can send a thousand people's own heartbeats")
    settings = Settings(home=house.home).checked()
    everyone = _everyone(settings)
    beats = house.room("watching") / "beats.tsv"
    beats.write_text("\n".join(_lines(everyone, settings)))
    _send(house.app.url, beats, 1)  # the first of each person makes a row
    ours, bare = _send(house.app.url, beats, SECONDS), load(house.hello.url + "/", CONNECTIONS, SECONDS)
    return [
        Row("watch.heartbeats_per_s", ours.rps, "/s", bare.rps, "≥ 2000"),
        Row("watch.heartbeats_p95_ms", ours.p95_ms, "ms", bare.p95_ms),
        *_weights(settings, everyone),
    ]


def _everyone(settings: Settings) -> list[Pass]:
    """A thousand people, each with a pass for the video that the bench gave, opened some minutes ago."""
    connect(settings.database_url)
    now = clock.now()
    with transaction():
        video = db.scalars(select(Video).where(Video.stream_key == KEY)).one()
        showing = db.scalars(select(Showing).where(Showing.video_id == video.id)).one()
        one = db.execute(select(Person.__table__).limit(1)).mappings().one()
        people = [
            {name: value for name, value in one.items() if name != "id"} | {"email": f"watcher-{n}@sample.example"}
            for n in range(PEOPLE)
        ]
        db.execute(insert(Person), people)
        found = db.scalars(select(Person.id).where(Person.email.like("watcher-%"))).all()
        assert video.stream and video.duration_ms
        ends = int(now.timestamp()) + 3600
        return [
            Pass(
                Ticket(person_id, video.stream, int(now.timestamp() * 1000), ends, tokens.mark(_secret(person_id))),
                showing.demonstration_id,
                video.id,
                None,
                video.duration_ms,
                now - timedelta(minutes=5),
            )
            for person_id in found
        ]


def _lines(everyone: list[Pass], settings: Settings) -> Iterator[str]:
    """A heartbeat of each, with the cookie that the app gives to whoever is signed in as the pass says."""
    app = create_app(settings)
    sessions = app.session_interface
    assert isinstance(sessions, SecureCookieSessionInterface)
    cookies = sessions.get_signing_serializer(app)
    assert cookies, "the app has no secret key"
    for number, given in enumerate(everyone):
        signed = passes.sign(given, settings.secret_key)
        at = 1_000 * (number % 50) + 10_000
        said = {"position_ms": at, "ranges": [[0, at]], "plays": "1" * (at // 10_000), "session": "bench"}
        cookie = cookies.dumps({"_user_id": _secret(given.ticket.person_id)})
        yield f"/watched/{signed}\tattune={cookie}\t{json.dumps(said | {'watch_pass': signed, 'age_ms': 0})}"


def _secret(person_id: int) -> str:
    return f"sign-in-{person_id}"


def _send(url: str, beats: Path, seconds: int) -> Load:
    words = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(BEATS), url]
    environ = os.environ | {"ATTUNE_BENCH_BEATS": str(beats), "ATTUNE_BENCH_REPORT": str(REPORT)}
    said = subprocess.run(words, env=environ, capture_output=True, text=True, timeout=60, check=True).stdout
    result = Load(**json.loads(said.strip().splitlines()[-1]))
    if result.failures or not result.requests:
        raise RuntimeError(f"{result.failures} of {result.requests} heartbeats weren't kept")
    return result


def _weights(settings: Settings, everyone: list[Pass]) -> list[Row]:
    """By how much the database grows for each hour that somebody watches, in some parts: rows and their indexes.

    In the week in which it was watched, and what is left of that afterwards.
    """
    connect(settings.database_url)
    with transaction():
        db.query(Watching).delete()
        db.query(Playing).delete()
        cohort_id = db.scalars(select(Cohort.id).order_by(Cohort.id)).first()
    before = _pages()
    step = HOUR_MS // PARTS
    ranges = [[n * step, n * step + step - 5_000] for n in range(PARTS)]
    beat = Beat(HOUR_MS, ranges, plays="1" * (HOUR_MS // 10_000))
    long_ago = clock.now() - timedelta(hours=2)
    with transaction():
        for given in everyone:
            who, of = given.ticket.person_id, given.demonstration_id
            heard = replace(beat, session=f"a-session-{who}")
            scribe.keep_here(Told(who, of, given.video_id, cohort_id, HOUR_MS, heard, long_ago), clock.now())
    told = _pages()
    with transaction():
        folding.fold(clock.now() + heat.FOLDED_AFTER, len(everyone))
    kept = _pages()
    return [
        Row("watch.bytes_per_hour", (told - before) / len(everyone), "bytes"),
        Row("watch.bytes_per_hour_folded", (kept - before) / len(everyone), "bytes"),
    ]


def _pages() -> int:
    """Bytes of the database that are in use."""
    db.remove()
    count, free, size = (db.scalar(text(f"PRAGMA {what}")) for what in ("page_count", "freelist_count", "page_size"))
    db.remove()
    return int((count - free) * size)
