"""Playings that are over are added up for their cohort: no picture changes, and nothing counts a second time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.demonstrations.watching import folding, heat, jobs, scribe, watchers
from lms.demonstrations.watching.heat import FOLDED_AFTER, Stretch
from lms.demonstrations.watching.models import Playing, PlayTally, Watching
from lms.demonstrations.watching.rules import Beat
from lms.demonstrations.watching.scribe import Told
from lms.people.models import Person
from lms.videos.models import Video
from tests.demonstrations.conftest import Show
from tests.kit.cast import Cast

LENGTH = 95_000
DAY = timedelta(days=1)
Picture = tuple[list[Stretch], list[tuple[int, int]]]


@pytest.fixture
def video(shown: Show) -> Video:
    return shown(duration_ms=LENGTH)


def said(cast: Cast, video: Video, of: int, who: int, session: str, plays: str, opened_at: datetime) -> Told:
    ranges = [[0, 10_000 * len(plays)]]
    heard = Beat(0, ranges, session=session, plays=plays)
    return Told(who, of, video.id, cast.here.id, LENGTH, heard, opened_at)


def picture(cast: Cast, video: Video, of: int) -> Picture:
    """What trainers see: how often each stretch was played, and how far everybody is."""
    permille = db.execute(select(Watching.person_id, Watching.watched_permille).order_by(Watching.person_id)).all()
    return watchers.stretches_of(of, video, cast.here.id, LENGTH), [tuple(row) for row in permille]


player = st.tuples(st.integers(0, 1), st.sampled_from(["a", "b"]), st.integers(0, 12))  # who, session, opened on day
beats = st.lists(st.tuples(player, st.text("0123456789", min_size=1, max_size=12), st.integers(0, 20)), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heard=beats, folded_on=st.frozensets(st.integers(0, 40), max_size=6), most=st.integers(1, 3))
def test_whenever_playings_are_folded_the_picture_and_the_permille_are_the_same(
    cast: Cast, video: Video, demonstration, heard, folded_on: frozenset[int], most: int
):
    began = clock.now()

    def seen(folds: frozenset[int]) -> Picture:
        """After all heartbeats, by the day on which each arrives; a session's page was opened once."""
        pages: dict[tuple[int, str], int] = {}
        for (who, session, opened), _, _ in heard:
            pages.setdefault((who, session), opened)
        days = sorted((pages[who, session] + later, who, session, plays) for (who, session, _), plays, later in heard)
        with db.begin_nested() as undone:
            for day in range(41):
                now = began + day * DAY
                for at, who, session, plays in days:
                    if at == day:
                        person, opened_at = (cast.lena.id, cast.paul.id)[who], began + pages[who, session] * DAY
                        told = said(cast, video, demonstration.id, person, session, plays, opened_at)
                        scribe.keep_here(told, now)
                if day in folds:
                    folding.fold(now, most)
            found = picture(cast, video, demonstration.id)
            undone.rollback()
        return found

    assert seen(folded_on) == seen(frozenset())


def test_a_session_that_was_folded_raises_nothing_a_second_time(cast: Cast, video: Video, demonstration):
    opened = clock.now()
    of = demonstration.id
    with transaction():
        scribe.keep_here(said(cast, video, of, cast.lena.id, "a", "1122", opened), opened + DAY)
        before = picture(cast, video, of)
        assert folding.fold(opened + FOLDED_AFTER, 10) == 0
        late = opened + FOLDED_AFTER + timedelta(minutes=1)
        assert folding.fold(late, 10) == 1
        assert picture(cast, video, of) == before
        scribe.keep_here(said(cast, video, of, cast.lena.id, "a", "1123", opened), late)
        assert picture(cast, video, of) == before
        assert db.scalar(select(func.count()).select_from(Playing)) == 0


def test_who_doesnt_say_since_when_the_page_is_open_watches_and_isnt_counted(cast: Cast, video: Video, demonstration):
    with transaction():
        told = said(cast, video, demonstration.id, cast.lena.id, "a", "1", clock.now())
        told.opened_at = None
        assert scribe.keep_here(told, clock.now()) > 0
        assert db.scalars(select(Playing)).all() == []


def test_there_is_an_end_to_how_many_players_somebody_can_make_up(cast: Cast, video: Video, demonstration):
    opened, of = clock.now(), demonstration.id
    with transaction():
        for number in range(heat.OWN_MOST + 20):
            scribe.keep_here(said(cast, video, of, cast.lena.id, f"s-{number}", "1", opened), opened)
        scribe._hear([said(cast, video, of, cast.lena.id, f"t-{number}", "1", opened) for number in range(20)], opened)
        assert db.scalar(select(func.count()).select_from(Playing)) == heat.OWN_MOST
        for who in (cast.paul.id, int(f"{cast.lena.id}1")):
            make_person(who)
            scribe.keep_here(said(cast, video, of, who, "s", "1", opened), opened)
        scribe.keep_here(said(cast, video, of, cast.lena.id, "s-0", "12", opened), opened)
        [first, *_] = watchers.stretches_of(of, video, cast.here.id, LENGTH)
        assert first.plays == heat.OWN_MOST + 2
        assert db.scalar(select(Playing.plays).order_by(Playing.id)) == "12", "who is counted already goes on"


def make_person(number: int) -> None:
    """Somebody with this number, if nobody has it: one that begins as another's does."""
    if db.get(Person, number) is None:
        one = db.execute(select(Person.__table__).limit(1)).mappings().one()
        db.execute(insert(Person), [dict(one) | {"id": number, "email": f"number-{number}@sample.example"}])


def test_the_sweep_folds_in_batches_and_what_is_left_the_next_time(
    cast: Cast, video: Video, demonstration, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    monkeypatch.setattr(jobs, "BATCHES_MOST", 2)
    opened = clock.now()
    with transaction():
        for number in range(8):
            scribe.keep_here(said(cast, video, demonstration.id, cast.lena.id, f"s{number}", "11", opened), opened)
        nobodys = said(cast, video, demonstration.id, cast.cora.id, "s", "99", opened)
        nobodys.cohort_id = None
        scribe.keep_here(nobodys, opened)
    left = []
    with clock.at(opened + 2 * FOLDED_AFTER):
        for _ in range(2):
            jobs.fold_playings()
            left.append(db.scalar(select(func.count()).select_from(Playing)))
    assert left == [3, 0]
    assert db.scalars(select(PlayTally.counts)).all() == [[8, 8]]


@given(st.lists(st.text("0123456789", max_size=14), max_size=8), st.integers(0, 8))
def test_what_is_folded_and_what_isnt_yet_are_one_picture(plays: list[str], some: int):
    counts = heat.folded([], plays[:some])
    assert heat.added(plays[some:], LENGTH, counts) == heat.added(plays, LENGTH)
