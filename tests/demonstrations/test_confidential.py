"""Recordings of real care: who plays one, when, after what, and what is kept of each viewing."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.consents import actions as consents
from lms.consents import queries as recordings
from lms.consents.rules import Use
from lms.core import clock
from lms.core.db import db
from lms.demonstrations.viewings.models import Viewing
from lms.people.models import Person
from lms.program.models import ConfidentialityLevel, Demonstration, Program
from lms.videos.models import Video
from tests.demonstrations.conftest import Show
from tests.demonstrations.test_pages import pass_in
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]
Sign = Callable[..., None]


@pytest.fixture
def at(demonstration: Demonstration, restricted: Video) -> str:
    return f"/demonstrations/{demonstration.id}"


def beat(position_ms: int, *ranges: list[int], age_ms: int = 0) -> dict[str, object]:
    return {"position_ms": position_ms, "ranges": list(ranges), "age_ms": age_ms}


def plays(browser: FlaskClient, at: str) -> bool:
    """Whether play is answered with an address; the page agrees."""
    said = browser.post(f"{at}/viewing", json={})
    assert said.status_code in (200, 403)
    assert ("data-viewing-href" in browser.get(at).text) is (said.status_code == 200)
    return said.status_code == 200


def viewings() -> list[Viewing]:
    db.remove()
    return list(db.scalars(select(Viewing).order_by(Viewing.id)))


def test_an_address_never_stands_in_a_page(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena, cast.tess)
    for who in (cast.lena, cast.tess):
        for path in (at, "/classes/1"):
            page = sign_in(who).get(path).text
            assert "/media/" not in page
            assert f'data-viewing-href="{at}/viewing' in page
            assert "data-src" not in page
    assert viewings() == []


def test_what_is_said_is_there_to_be_edited_for_whoever_may_play_it(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    tess = sign_in(cast.tess)
    assert tess.get(f"{at}/captions/en").status_code == 404
    sign(cast.tess)
    assert tess.get(f"{at}/captions/en").status_code == 200


def test_everybody_signs_first_and_signing_leads_back(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    for who in (cast.lena, cast.tess, cast.cora):
        browser = sign_in(who)
        assert not plays(browser, at)
        page = browser.get(at).text
        assert "you sign the program’s confidentiality agreement" in page
        assert re.search(r'href="/agreements/program-\d+\?next=[^"]*demonstrations', page)
        sign(who)
        assert plays(browser, at)


def test_a_new_version_of_the_agreement_closes_it_until_it_is_signed(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena)
    lena = sign_in(cast.lena)
    assert plays(lena, at)
    make.agreement(db.get_one(Program, cast.here.program_id), 2)
    db.commit()
    assert not plays(lena, at)
    sign(cast.lena)
    assert plays(lena, at)


def test_learners_play_it_from_a_day_before_its_class_to_fourteen_after_and_trainers_always(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str
):
    sign(cast.lena, cast.tess)
    session = cohort_queries.session("here", 1)
    assert session
    starts_at, ends_at, minute = session.starts_at, session.ends_at, timedelta(minutes=1)
    moments = {
        starts_at - timedelta(days=1) - minute: (False, "opens"),
        starts_at - timedelta(days=1) + minute: (True, "Open to learners until"),
        ends_at + timedelta(days=14) - minute: (True, "Open to learners until"),
        ends_at + timedelta(days=14) + minute: (False, "closed"),
    }
    for moment, (is_open, said) in moments.items():
        with clock.at(moment):
            lena, tess = sign_in(cast.lena), sign_in(cast.tess)
            assert (plays(lena, at), plays(tess, at)) == (is_open, True)
            page = lena.get(at).text
            assert said in page
            assert re.search(r"<time [^>]+>[^<]+\xa0C[SD]T</time>", page), "in her zone, named"


def test_moving_a_class_moves_the_time(
    cast: Cast, sign_in: SignIn, sign: Sign, demonstration: Demonstration, shown: Show
):
    session = cohort_queries.session("here", 12)
    assert session
    late = db.scalars(select(Demonstration).where(Demonstration.class_id == session.class_id)).one()
    late.confidentiality = "V3"
    consents.say_nobody(shown(of=late), cast.tess, clock.now())
    sign(cast.lena)
    at = f"/demonstrations/{late.id}"
    with clock.at(session.starts_at + timedelta(days=14, hours=2, minutes=-1)):
        lena = sign_in(cast.lena)
        assert plays(lena, at)
        moved = cohort_queries.session("here", 12)
        assert moved
        cohorts.move_class(moved, moved.held_on - timedelta(days=1), moved.starts_at_time, clock.now())
        db.commit()
        assert not plays(lena, at)


def test_a_level_that_was_never_loaded_opens_to_nobody(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena, cast.cora)
    db.query(ConfidentialityLevel).delete()
    db.commit()
    assert not plays(sign_in(cast.lena), at)
    assert not plays(sign_in(cast.cora), at)


def test_nobody_plays_it_before_it_is_known_who_is_in_it_and_all_of_them_agree(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str, restricted: Video
):
    sign(cast.lena, cast.tess)
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    assert tess.post(f"{at}/recorded", data={"name": "Paul Sample", "email": cast.paul.email}).status_code == 303
    assert not plays(lena, at)
    assert not plays(tess, at)
    assert "not everybody in it has agreed" in lena.get(at).text
    assert "Not answered" in tess.get(f"{at}/recorded").text
    [consent] = recordings.recorded(restricted.id).consents
    paul = sign_in(cast.paul)
    paul.post(f"/recording-consents/{consent.id}/answer", data={"answer": "agree"})
    assert plays(lena, at)
    assert plays(tess, at)
    paul.post(f"/recording-consents/{consent.id}/answer", data={"answer": "withdraw"})
    assert not plays(lena, at)
    assert "Said no" in tess.get(f"{at}/recorded").text


def test_consent_counts_whatever_the_level(cast: Cast, sign_in: SignIn, shown: Show, demonstration: Demonstration):
    video, at = shown(), f"/demonstrations/{demonstration.id}"
    lena = sign_in(cast.lena)
    assert "/media/" in lena.get(at).text
    consents.ask(video, "Paul", cast.paul.email, [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    assert "/media/" not in lena.get(at).text
    assert lena.post(f"{at}/watching", json=beat(0)).json == {
        "permille": 0,
        "may_play": False,
        "src": None,
        "watch_pass": None,
    }


def test_another_video_takes_over_only_once_everybody_in_it_agrees(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str, restricted: Video, shown: Show
):
    sign(cast.lena)
    second = shown()
    lena = sign_in(cast.lena)

    def played() -> str:
        return lena.post(f"{at}/viewing", json={}).json["src"].split("~")[1]

    assert played() == restricted.stream
    consents.say_nobody(second, cast.tess, clock.now())
    db.commit()
    assert played() == second.stream


def test_each_viewing_is_kept_with_how_long_and_how_far(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str, restricted: Video, demonstration
):
    sign(cast.lena)
    lena, now = sign_in(cast.lena), clock.now()
    assert lena.post(f"{at}/viewing", json={}).status_code == 200
    for second in (10, 20, 30):
        with clock.at(now + timedelta(seconds=second)):
            assert lena.post(f"{at}/watching", json=beat(second * 1000, [0, second * 1000])).json["src"]
    [viewing] = viewings()
    assert (viewing.person_id, viewing.video_id, viewing.cohort_id) == (cast.lena.id, restricted.id, cast.here.id)
    assert (viewing.played_ms, viewing.furthest_ms) == (30_000, 30_000)
    assert viewing.heard_at - viewing.began_at >= timedelta(seconds=29)
    assert viewing.sign_in_id is not None
    [entry] = audit.entries(deed=Deed.VIEWING_BEGUN).rows
    assert (entry.actor_id, entry.about_id, entry.cohort_id) == (cast.lena.id, demonstration.id, cast.here.id)
    assert entry.facts == {"viewing": viewing.id, "video": restricted.id, "sign_in": viewing.sign_in_id}


@pytest.mark.parametrize("said", [b"[" * 60_000, b'{"native": ' * 5_000, b"\xff", b"null"])
def test_whatever_comes_with_the_wish_to_play_it_is_answered(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str, said: bytes
):
    sign(cast.lena)
    answer = sign_in(cast.lena).post(f"{at}/viewing", data=said, content_type="application/json")
    assert answer.status_code == 200
    assert [viewing.is_native for viewing in viewings()] == [False]


def test_playing_again_within_minutes_is_the_same_viewing_and_later_or_elsewhere_another(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str
):
    sign(cast.lena)
    here, elsewhere, now = sign_in(cast.lena), sign_in(cast.lena), clock.now()
    for minute in (0, 4):
        with clock.at(now + timedelta(minutes=minute)):
            here.post(f"{at}/viewing", json={})
            here.post(f"{at}/watching", json=beat(0))
    assert len(viewings()) == 1
    elsewhere.post(f"{at}/viewing", json={})
    with clock.at(now + timedelta(minutes=10)):
        here.post(f"{at}/viewing", json={})
    assert len(viewings()) == 3


def test_a_heartbeat_leads_around_no_log(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena)
    lena, now = sign_in(cast.lena), clock.now()
    assert lena.post(f"{at}/watching", json=beat(0)).json["src"] is None
    lena.post(f"{at}/viewing", json={})
    assert lena.post(f"{at}/watching", json=beat(0)).json["src"]
    assert lena.post(f"{at}/watching", json=beat(0, age_ms=90_000)).json["src"] is None
    with clock.at(now + timedelta(minutes=6)):
        assert lena.post(f"{at}/watching", json=beat(0)).json["src"] is None
    assert len(viewings()) == 1


def test_what_was_watched_counts_even_when_it_has_closed_meanwhile(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena)
    lena = sign_in(cast.lena)
    watch_pass = pass_in(lena.get(at).text)
    lena.post(f"{at}/viewing", json={})
    with clock.at(clock.now() + timedelta(days=30)):
        lena = sign_in(cast.lena)
        told = beat(10_000, [0, 10_000], age_ms=60_000) | {"watch_pass": watch_pass}
        said = lena.post(f"{at}/watching", json=told).json
    assert said["permille"] == 16
    assert (said["may_play"], said["src"]) == (False, None)


def test_its_address_lasts_minutes_and_a_native_players_outlives_the_video(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str
):
    sign(cast.lena)
    lena, now = sign_in(cast.lena), clock.now()

    def ends_in_s(src: str) -> float:
        return int(src.split("/")[2].split("~")[3]) - now.timestamp()

    short = lena.post(f"{at}/viewing", json={}).json["src"]
    assert 3 * 60 < ends_in_s(short) <= 5 * 60
    native = lena.post(f"{at}/viewing", json={"native": True}).json["src"]
    assert ends_in_s(native) > 600 + 3600
    assert ends_in_s(lena.post(f"{at}/watching", json=beat(0)).json["src"]) > 600 + 3600


def test_people_see_their_own_log_and_trainers_that_of_their_cohorts(cast: Cast, sign_in: SignIn, sign: Sign, at: str):
    sign(cast.lena, cast.omar)
    for who in (cast.lena, cast.omar):
        sign_in(who).post(f"{at}/viewing", json={})
    assert "A talk, class 1" in sign_in(cast.lena).get("/account/viewings").text
    assert "haven’t watched any" in sign_in(cast.paul).get("/account/viewings").text
    seen = {who: sign_in(getattr(cast, who)).get(f"{at}/viewings").text for who in ("tess", "theo", "cora")}
    assert [("Lena Sample" in page, "Omar Sample" in page) for page in seen.values()] == [
        (True, False), (False, True), (True, True),
    ]  # fmt: skip
    assert sign_in(cast.lena).get(f"{at}/viewings").status_code == 404


def test_the_log_is_paged_and_exported_whole_without_formulas(
    cast: Cast,
    sign_in: SignIn,
    at: str,
    restricted: Video,
    demonstration: Demonstration,
    monkeypatch: pytest.MonkeyPatch,
):
    person = db.get_one(Person, cast.paul.id)
    person.name = "=HYPERLINK(1)"
    now = clock.now()
    for number in range(120):
        db.add(
            Viewing(
                person_id=person.id, demonstration_id=demonstration.id, video_id=restricted.id, cohort_id=cast.here.id,
                browser="Firefox", began_at=now, heard_at=now, played_ms=number * 1000, furthest_ms=number * 1000,
            )
        )  # fmt: skip
    db.commit()
    monkeypatch.setattr("lms.demonstrations.viewings.views.IN_A_PIECE", 50)
    tess = sign_in(cast.tess)
    page = tess.get(f"{at}/viewings")
    assert page.text.count("<tr><th") == 51
    older = re.search(r'href="([^"]+after=\d+)"', page.text)
    assert older
    assert tess.get(older[1]).text.count("<tr><th") == 51
    answer = tess.get(f"{at}/viewings.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="viewings-v1-1.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["played_seconds"] for row in rows] == [str(number) for number in range(119, -1, -1)]
    assert {row["person"] for row in rows} == {"'=HYPERLINK(1)"}


def test_a_withdrawn_video_shows_no_more_and_its_replacement_does(
    cast: Cast, sign_in: SignIn, shown: Show, demonstration
):
    video, at = shown(), f"/demonstrations/{demonstration.id}"
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    src = re.search(r'data-src="([^"]+)"', lena.get(at).text)
    assert src
    assert tess.post(f"{at}/video/withdrawal").status_code == 303
    page = lena.get(at).text
    assert "isn’t here yet" in page
    db.remove()
    with clock.at(clock.now() + timedelta(seconds=21)):
        assert lena.get(src[1]).status_code == 404
    [entry] = audit.entries(deed=Deed.VIDEO_WITHDRAWN).rows
    assert (entry.actor_id, entry.facts) == (cast.tess.id, {"video": video.id})
    shown()
    assert "data-src" in lena.get(at).text


def test_a_recording_has_no_download_no_picture_in_picture_and_the_viewers_mark(
    cast: Cast, sign_in: SignIn, sign: Sign, at: str, shown: Show
):
    sign(cast.lena)
    page = sign_in(cast.lena).get(at).text
    assert f"Lena Sample · {cast.lena.email} · {cast.lena.id}</viewer-mark>" in page
    assert 'controlslist="nodownload nofullscreen noremoteplayback"' in page
    assert "disablepictureinpicture" in page
    assert " poster=" not in page
