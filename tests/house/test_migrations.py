"""Migrations: their head is what the models say, and each goes up, down and up again with rows in the tables."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, text

from lms.app.migrate import config, downgrade, upgrade
from lms.app.tables import METADATA
from lms.core import db as database
from lms.core.settings import Settings
from tests.kit.cast import gather
from tests.kit.engines.shares import share


@pytest.fixture
def fresh(tmp_path: Path, app) -> Settings:  # type: ignore[no-untyped-def]
    """Settings with a database of their own; afterwards `db` is the suite's again."""
    before = database.db.get_bind().url.render_as_string(hide_password=False)
    yield Settings.from_environ({"ATTUNE_ENV": "test", "ATTUNE_HOME": str(tmp_path), **share("migrations")})
    database.connect(before)


def test_the_head_is_what_the_models_say(fresh: Settings):
    upgrade(fresh)
    with create_engine(fresh.database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, METADATA) == []


def test_the_head_checks_what_the_models_check(fresh: Settings):
    def checks() -> dict[str, set[tuple[str, str]]]:
        here = inspect(create_engine(fresh.database_url))
        return {
            table: {(check["name"], " ".join(check["sqltext"].split())) for check in here.get_check_constraints(table)}
            for table in METADATA.tables
        }

    upgrade(fresh)
    migrated = checks()
    downgrade(fresh, "base")
    METADATA.create_all(create_engine(fresh.database_url))
    assert migrated == checks()
    assert any(migrated.values())


def test_programs_that_were_there_before_get_the_levels_that_held_for_them(fresh: Settings):
    upgrade(fresh, "c3d9f1a86b57")
    engine = create_engine(fresh.database_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO program (slug, title, scope_sentence) VALUES ('kap', 'KAP', 'None.')"))
    upgrade(fresh)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT level, agreement, open_days_after FROM confidentiality_level ORDER BY 1")
        )
        assert [tuple(row) for row in rows] == [("V0", 0, None), ("V1", 0, None), ("V2", 0, None), ("V3", 1, 14)]


def test_up_down_and_up_again_with_rows_in_it(fresh: Settings):
    revisions = [script.revision for script in ScriptDirectory.from_config(config(fresh)).walk_revisions()][::-1]
    upgrade(fresh)
    database.connect(fresh.database_url)
    gather()
    database.db.remove()
    for revision in [*revisions[:-1][::-1], "base"]:
        downgrade(fresh, revision)
    left = set(inspect(create_engine(fresh.database_url)).get_table_names())
    assert left <= {"alembic_version"}
    upgrade(fresh)
    gather()
    assert database.db.scalar(select(func.count()).select_from(METADATA.tables["person"])) == 7
