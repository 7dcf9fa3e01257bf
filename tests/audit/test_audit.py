"""The audit log: it only grows, in the database too, and holds ids and codes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, make_url, text, update
from sqlalchemy.exc import DBAPIError

from lms.app.migrate import downgrade, upgrade
from lms.audit import actions, queries, rules
from lms.audit.models import AuditEntry
from lms.audit.rules import Deed, Kind
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.models import Role
from lms.core import clock
from lms.core import db as database
from lms.core.db import db
from lms.core.settings import Settings
from lms.people import actions as people
from lms.people.rules import Right
from tests.kit.cast import Cast


def record(**facts: rules.Fact) -> None:
    actions.record(Deed.VIDEO_SHOWN, (Kind.DEMONSTRATION, 1), actor_id=7, now=clock.now(), **facts)


@pytest.fixture
def migrated(tmp_path: Path, settings: Settings, app) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """`db` over a database that the migrations made, on the engine that the tests run on."""
    before = db.get_bind().url.render_as_string(hide_password=False)
    url = f"sqlite:///{tmp_path / 'audit.db'}"
    if not settings.database_url.startswith("sqlite"):
        with create_engine(before).begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS audit_test CASCADE"))
            connection.execute(text("CREATE SCHEMA audit_test"))
        url = make_url(before).update_query_dict({"options": "-csearch_path=audit_test"}).render_as_string(False)
    own = Settings(env="test", home=tmp_path, secret_key="only for this test, long enough", database_url=url)
    upgrade(own)
    database.connect(url)
    yield
    db.remove()
    downgrade(own, "base")
    database.connect(before)


@pytest.mark.parametrize("deed", [update(AuditEntry).values(deed="nothing"), delete(AuditEntry)])
def test_the_database_refuses_to_change_or_delete_an_entry(migrated: None, deed):  # type: ignore[no-untyped-def]
    record(video=3)
    db.commit()
    with pytest.raises(DBAPIError, match="the audit log only grows"):
        db.execute(deed)
    db.rollback()
    [entry] = queries.entries().rows
    assert (entry.deed, entry.about_kind, entry.about_id, entry.facts) == (
        "video_shown",
        "demonstration",
        1,
        {"video": 3},
    )


def test_a_truncated_log_is_refused_where_the_engine_knows_truncating(migrated: None):
    record()
    db.commit()
    statement = "DELETE FROM audit_entry" if db.get_bind().dialect.name == "sqlite" else "TRUNCATE audit_entry"
    with pytest.raises(DBAPIError, match="the audit log only grows"):
        db.execute(text(statement))
    db.rollback()
    assert len(queries.entries().rows) == 1


@pytest.mark.parametrize("words", ["Lena Sample", "lena@clinic.example", "", "x" * 81, 1.5, ["a"]])
def test_words_and_addresses_are_no_facts(app, words):  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="something"):
        record(something=words)


@given(st.text())
def test_nothing_with_a_space_or_an_at_sign_is_a_code(said: str):
    if rules.is_code(said):
        assert not set(said) & set(" @\n\t<>\"'")


def test_entries_come_newest_first_a_page_at_a_time(app):  # type: ignore[no-untyped-def]
    for number in range(7):
        record(number=number)
    db.flush()
    seen, after = [], None
    while True:
        page = queries.entries(after, size=3)
        seen += [entry.facts["number"] for entry in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]


def test_a_role_that_is_given_or_ended_stands_in_the_log(cast: Cast):
    enrollment = cohorts.enroll(cast.elsewhere, cast.lena, Role.TRAINER, clock.now(), cast.cora)
    cohorts.leave(enrollment, clock.now(), cast.cora)
    db.flush()
    deeds = [e for e in queries.entries(person_id=cast.lena.id, cohort_id=cast.elsewhere.id).rows if e.actor_id]
    assert [(e.deed, e.actor_id, e.facts) for e in deeds] == [
        ("role_ended", cast.cora.id, {"role": "trainer"}),
        ("role_given", cast.cora.id, {"role": "trainer"}),
    ]


def test_a_right_over_the_house_stands_in_the_log_once(cast: Cast):
    for yes in (True, True, False):
        people.grant(cast.paul, Right.COORDINATOR, yes, clock.now(), cast.cora)
    db.flush()
    found = queries.entries(person_id=cast.paul.id).rows
    assert [(e.deed, e.facts) for e in found if "right" in e.facts] == [
        ("right_ended", {"right": "coordinator"}),
        ("right_granted", {"right": "coordinator"}),
    ]


def test_a_class_that_is_moved_moves_access_and_stands_in_the_log(cast: Cast):
    session = cohort_queries.session("here", 4)
    assert session
    before = session.starts_at
    cohorts.move_class(session, session.held_on, session.starts_at_time.replace(hour=15), clock.now(), cast.cora)
    db.flush()
    [entry] = queries.entries(deed=Deed.ACCESS_MOVED).rows
    assert (entry.actor_id, entry.about_id, entry.cohort_id) == (cast.cora.id, session.id, cast.here.id)
    assert entry.facts["before"] == f"{before:%Y-%m-%dT%H:%MZ}"
    assert entry.facts["after"] == f"{session.starts_at:%Y-%m-%dT%H:%MZ}"
