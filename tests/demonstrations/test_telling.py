"""The address by which players tell what was watched, in front of Flask: whom it hears, and that nothing gets lost."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from lms.cohorts.models import Enrollment
from lms.consents import actions as consents
from lms.consents.rules import Use
from lms.core import clock
from lms.core.db import db, transaction
from lms.demonstrations.watching import passes
from lms.demonstrations.watching.door import LASTS
from lms.demonstrations.watching.models import Playing, Watching
from lms.demonstrations.watching.rules import Beat
from lms.demonstrations.watching.scribe import Scribe, Told
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos import revocations
from lms.videos.models import Video
from tests.demonstrations.conftest import Show
from tests.demonstrations.test_pages import beat, pass_in
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def at(demonstration, shown: Show) -> str:
    shown()
    return f"/demonstrations/{demonstration.id}"


def told(client: FlaskClient, watch_pass: str, seconds: int = 30):
    """What the address answers to a heartbeat after so many seconds."""
    with clock.at(clock.now() + timedelta(seconds=seconds)):
        said = beat(20_000, [0, 20_000], watch_pass=watch_pass, session="a", plays="22")
        return client.post(f"/watched/{watch_pass}", json=said)


def test_what_is_told_is_kept_before_it_is_answered(cast: Cast, sign_in: SignIn, at: str, demonstration):
    lena = sign_in(cast.lena)
    answer = told(lena, pass_in(lena.get(at).text))
    assert answer.json == {"permille": 33, "may_play": True, "src": None}
    kept = db.scalars(select(Watching)).one()
    assert (kept.person_id, kept.demonstration_id, kept.ranges) == (cast.lena.id, demonstration.id, [[0, 20_000]])
    playing = db.scalars(select(Playing)).one()
    assert (playing.plays, playing.cohort_id) == ("22", cast.here.id)


def test_a_pass_hears_nobody_but_the_browser_it_was_made_for(cast: Cast, sign_in: SignIn, client: FlaskClient, at: str):
    watch_pass = pass_in(sign_in(cast.lena).get(at).text)
    for stranger in (sign_in(cast.paul), sign_in(cast.lena), client):
        assert told(stranger, watch_pass).status_code == 410
    assert told(sign_in(cast.lena), watch_pass[:-1]).status_code == 410
    assert db.scalars(select(Watching)).all() == []


def test_a_pass_ends_after_ten_minutes_and_with_what_it_lets_watch(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    watch_pass = pass_in(lena.get(at).text)
    assert told(lena, watch_pass).status_code == 200
    assert told(lena, watch_pass, int(LASTS.total_seconds())).status_code == 410
    with transaction():
        revocations.revoke_person(cast.lena.id, clock.now())
    revocations.known.forget()
    assert told(lena, watch_pass).status_code == 410


def test_afterwards_a_fresh_pass_is_given_and_what_was_played_before_still_counts(cast: Cast, sign_in: SignIn, at: str):
    lena = sign_in(cast.lena)
    first = pass_in(lena.get(at).text)
    with clock.at(clock.now() + timedelta(minutes=61)):
        fresh = lena.post(f"{at}/watching", json=beat(0)).json["watch_pass"]
        said = beat(300_000, [0, 300_000], watch_pass=first)
        assert lena.post(f"/watched/{fresh}", json=said).json["permille"] == 500


def test_a_right_that_is_lost_without_a_revocation_ends_the_telling_within_ten_minutes(
    cast: Cast, sign_in: SignIn, at: str
):
    lena = sign_in(cast.lena)
    watch_pass = pass_in(lena.get(at).text)
    given = passes.read(watch_pass, lena.application.config["ATTUNE"].secret_key)
    with transaction():
        db.execute(update(Enrollment).where(Enrollment.person_id == cast.lena.id).values(ended_at=clock.now()))
    assert timedelta(minutes=10) >= LASTS
    assert given
    with clock.at(given.opened_at):
        assert told(lena, watch_pass, int(LASTS.total_seconds()) - 1).status_code == 200
        assert told(lena, watch_pass, int(LASTS.total_seconds())).status_code == 410
        assert lena.post(f"{at}/watching", json=beat(0, watch_pass=watch_pass)).status_code == 404


@pytest.mark.parametrize("said", [b"", b"[", b"[" * 60_000, b"x" * 70_000, b'{"position_ms": -1, "ranges": []}'])
def test_what_no_player_says_is_refused(cast: Cast, sign_in: SignIn, at: str, said: bytes):
    lena = sign_in(cast.lena)
    assert lena.post(f"/watched/{pass_in(lena.get(at).text)}", data=said).status_code == 400


def test_only_heartbeats_are_taken(client: FlaskClient, app: Flask):
    assert client.get("/watched/anything").status_code == 405
    assert client.post("/watched/").status_code == 410


def test_many_at_once_lose_nothing(cast: Cast, shown: Show, demonstration):
    video: Video = shown()
    people = [make.person(learner_in=cast.here).id for _ in range(12)]
    make.commit()
    scribe, opened = Scribe(), clock.now() - timedelta(minutes=5)

    def tell(person_id: int, second: int) -> None:
        heard = Beat(0, [[second * 1000, second * 1000 + 1000]], session="s", plays="1")
        scribe.keep(Told(person_id, demonstration.id, video.id, cast.here.id, 600_000, heard, opened))
        db.remove()

    threads = [threading.Thread(target=tell, args=(who, second)) for second in range(8) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.ranges for row in db.scalars(select(Watching))] == [[[0, 8000]]] * 12
    assert db.query(Playing).count() == 12


def test_one_that_cant_be_kept_says_so_and_takes_no_other_along(cast: Cast, shown: Show, demonstration):
    video: Video = shown()
    scribe, opened = Scribe(), clock.now() - timedelta(minutes=5)

    def of(person_id: int) -> Told:
        return Told(person_id, demonstration.id, video.id, None, 600_000, Beat(0, [[0, 1000]]), opened)

    beside = of(cast.lena.id)
    scribe._waiting.append(beside)
    with pytest.raises(IntegrityError):
        scribe.keep(of(10_000))
    assert (beside.is_done, beside.fault) == (True, None)
    assert [row.person_id for row in db.scalars(select(Watching))] == [cast.lena.id]


def test_a_database_that_is_away_is_waited_for_once_by_all_who_tell(monkeypatch: pytest.MonkeyPatch):
    tries: list[int] = []

    def away(batch: list[Told]) -> None:
        tries.append(len(batch))
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr("lms.demonstrations.watching.scribe._keep", away)
    with pytest.raises(OperationalError):
        Scribe().keep(Told(1, 1, 1, None, 60_000, Beat(0, []), None))
    assert tries == [1]


@pytest.mark.parametrize("text", ["\ud800~x", "", "~", "é~x"])
def test_what_is_no_pass_at_all_is_none(text: str):
    assert passes.read(text, "key") is None


def kept() -> dict[int, int]:
    """By person, the permille that they have watched."""
    db.remove()
    return dict(iter(db.execute(select(Watching.person_id, Watching.watched_permille))))


def test_without_a_pass_for_this_viewer_and_this_video_nothing_counts(
    cast: Cast, sign_in: SignIn, at: str, shown: Show, demonstration
):
    lena, paul = sign_in(cast.lena), sign_in(cast.paul)
    pauls, former = pass_in(paul.get(at).text), pass_in(lena.get(at).text)
    other = db.scalars(select(Demonstration).where(Demonstration.id != demonstration.id)).first()
    assert other
    shown(of=other)
    shown()  # another video takes over
    elsewhere = pass_in(lena.get(f"/demonstrations/{other.id}").text)
    own = pass_in(lena.get(at).text)
    with clock.at(clock.now() + timedelta(hours=1)):
        for said in ("", "made-up", pauls, elsewhere, former, own[:-1]):
            told = beat(60_000, [0, 60_000], watch_pass=said, session="a", plays="1")
            answer = lena.post(f"{at}/watching", json=told)
            assert (answer.status_code, answer.json["permille"]) == (200, 0)
        assert (kept(), db.scalars(select(Playing)).all()) == ({}, [])
        assert lena.post(f"{at}/watching", json=beat(60_000, [0, 60_000], watch_pass=own)).json["permille"] == 100


def test_who_may_not_play_any_more_is_heard_of_the_time_in_which_they_could(
    cast: Cast, sign_in: SignIn, at: str, shown: Show, demonstration
):
    lena, paul, opened = sign_in(cast.lena), sign_in(cast.paul), clock.now().replace(microsecond=0)
    with clock.at(opened):
        lenas, pauls = (pass_in(browser.get(at).text) for browser in (lena, paul))
    with clock.at(opened + timedelta(minutes=1)), transaction():
        video = db.scalars(select(Video)).one()
        consents.ask(video, "Jo Partner", "jo@clinic.example", [Use.PLAYING], cast.tess, clock.now())
    with clock.at(opened + timedelta(days=3)):
        lena, paul = sign_in(cast.lena), sign_in(cast.paul)
        said = beat(60_000, [0, 60_000], watch_pass=lenas, age_ms=3 * 86_400_000)
        assert lena.post(f"{at}/watching", json=said).json == {
            "permille": 100, "may_play": False, "src": None, "watch_pass": None,
        }  # fmt: skip
        said = beat(600_000, [0, 600_000], watch_pass=pauls)
        assert paul.post(f"{at}/watching", json=said).json["permille"] == 208, "two minutes at twice the speed"


def test_who_never_may_play_watches_nothing(cast: Cast, sign_in: SignIn, restricted: Video, demonstration):
    at = f"/demonstrations/{demonstration.id}"
    lena = sign_in(cast.lena)
    assert "data-pass" not in lena.get(at).text
    for minute in range(3):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            assert lena.post(f"{at}/watching", json=beat(60_000, [0, 60_000])).json["permille"] == 0
    assert kept() == {}
