"""Revocations: what was issued before one plays no more within twenty seconds; what is issued after it does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.core import clock
from lms.core.db import db
from lms.core.settings import Settings
from lms.people import actions as people
from lms.people import passwords
from lms.people.models import Person, SignIn
from lms.videos import queries, revocations, rules, tokens
from lms.videos.models import PlaybackRevocation, Video
from lms.videos.revocations import Known, known
from lms.videos.rules import USUAL
from lms.videos.tokens import Ticket
from tests.kit.cast import Cast

SOON = timedelta(seconds=20)  # docs/videos.md promises it


@pytest.fixture
def address(ready: Video, settings: Settings) -> Callable[..., str]:
    """An address of the stream for a person, as a page made now would give it."""

    def made(person_id: int) -> str:
        now = clock.now()
        assert ready.stream
        issued = rules.issued_ms(now, USUAL, known.since(person_id, ready.stream, now))
        ticket = Ticket(person_id, ready.stream, issued, rules.ends_s(now, USUAL), "")
        return f"/media/{tokens.sign(ticket, settings.secret_key)}/master.m3u8"

    return made


def revoke_lena(cast: Cast, ready: Video) -> None:
    revocations.revoke_person(cast.lena.id, clock.now())


def revoke_the_video(cast: Cast, ready: Video) -> None:
    revocations.revoke_video(ready, clock.now())


def end_her_part(cast: Cast, ready: Video) -> None:
    enrollment = cohort_queries.learner("here", cast.lena.id)
    assert enrollment
    cohorts.leave(enrollment, clock.now(), cast.cora)


def sign_her_out_elsewhere(cast: Cast, ready: Video) -> None:
    people.sign_out_elsewhere(cast.lena, None, clock.now())


def change_her_password(cast: Cast, ready: Video) -> None:
    now = clock.now()
    here = SignIn(key="x" * 64, person_id=cast.lena.id, started_at=now, seen_at=now, browser="Firefox")
    db.add(here)
    lena = db.get_one(Person, cast.lena.id)
    lena.password_hash = passwords.kept("a long enough password")
    people.change_password(lena, "a long enough password", "another long password", here, now)


DEEDS = [revoke_lena, revoke_the_video, end_her_part, sign_her_out_elsewhere, change_her_password]


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_given_out_before_ends_within_twenty_seconds_and_what_is_given_after_plays(
    deed: Callable[[Cast, Video], None], cast: Cast, ready: Video, address: Callable[..., str], client: FlaskClient
):
    before, now = address(cast.lena.id), clock.now()
    assert client.get(before).status_code == 200
    deed(cast, ready)
    db.commit()
    with clock.at(now + SOON):
        assert client.get(before).status_code == 404
        assert client.get(f"/media-door/{before.split('/')[2]}").status_code == 403
        assert client.get(address(cast.lena.id)).status_code == 200
    assert audit.entries(deed=Deed.PLAYBACK_REVOKED).rows


def test_another_persons_playing_goes_on(cast: Cast, ready: Video, address: Callable[..., str], client: FlaskClient):
    revoke_lena(cast, ready)
    db.commit()
    with clock.at(clock.now() + SOON):
        assert client.get(address(cast.paul.id)).status_code == 200


def test_where_the_database_cant_be_asked_nothing_plays(
    cast: Cast, address: Callable[..., str], client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    before, now = address(cast.lena.id), clock.now()

    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server is away"))

    assert client.get(before).status_code == 200
    monkeypatch.setattr(queries, "revoked_since", away)
    with clock.at(now + timedelta(seconds=19)):
        assert client.get(before).status_code == 200
    with clock.at(now + SOON):
        assert client.get(before).status_code == 503


def test_a_revocation_that_isnt_kept_revokes_nothing(
    cast: Cast, ready: Video, address: Callable[..., str], client: FlaskClient
):
    before = address(cast.lena.id)
    revoke_lena(cast, ready)
    db.rollback()
    with clock.at(clock.now() + SOON):
        assert client.get(before).status_code == 200


def test_old_revocations_are_no_longer_asked_for(cast: Cast, app: Flask):
    revocations.revoke_person(cast.lena.id, clock.now() - timedelta(hours=26))
    revocations.revoke_person(cast.paul.id, clock.now() - timedelta(hours=24))
    db.commit()
    known = Known()
    assert known.since(cast.lena.id, "s", clock.now()) is None
    assert known.since(cast.paul.id, "s", clock.now()) is not None
    assert db.query(PlaybackRevocation).count() == 2


@given(st.integers(0, 10**13), st.integers(0, 10**13), st.sampled_from(["person", "stream", "neither"]))
def test_a_ticket_is_revoked_by_what_came_with_or_after_it(issued_ms: int, since_ms: int, whose: str):
    asked = Known()
    asked._asked_at = clock.now()
    asked._since = {{"person": 7, "stream": "s", "neither": 8}[whose]: since_ms}
    ticket = Ticket(7, "s", issued_ms, 2**33, "")
    assert asked.revokes(ticket, clock.now()) is (whose != "neither" and issued_ms <= since_ms)
    assert not asked.revokes(replace(ticket, person_id=9, stream="t"), clock.now())
