"""How Alembic reaches the database, and what it compares it with."""

from alembic import context
from sqlalchemy import create_engine, event

from lms.app.tables import METADATA
from lms.core.db import UtcDateTime


def plain(kind: str, thing: object, _context: object) -> str | bool:
    """Steps name plain types: they must run when the app's own have long changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run() -> None:
    engine = create_engine(context.config.attributes["url"])
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
            connection.execute("PRAGMA journal_mode=WAL")

    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True, render_item=plain
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
