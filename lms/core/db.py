"""The database: one engine a process, typed bases, instants, and who begins a transaction how.

The door (view, job, command) commits; actions and queries only use `db`.
"""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, DateTime, Engine, Enum, MetaData, Time, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

db = scoped_session(sessionmaker(expire_on_commit=False))

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses a datetime without a zone; always gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone: it is not an instant")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Base(DeclarativeBase):
    """Ground of every table: names for constraints, and the types that annotations mean."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: Date,
        time: Time,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


def connect(url: str) -> Engine:
    """Open the engine that `db` uses from now on in this process."""
    # As many connections as threads ask at once, all of them kept: opening one costs more than a page.
    # What people wrote stands in parameters: no error, and so no log, repeats them.
    engine = create_engine(url, pool_size=0, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    db.remove()
    db.configure(bind=engine)
    return engine


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction that means to write: committed at the end, undone by an exception."""
    db.remove()
    before = mean_to_write(True)
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise
    finally:
        db.remove()
        mean_to_write(before)


def added(row: Base) -> bool:
    """Add the row; False where one with its unique key has been added by somebody else in the same moment."""
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        return False
    return True


def mean_to_write(yes: bool) -> bool:
    """Say whether transactions begun from now on (in this thread) write; give what was said before.

    Those that do take SQLite's write lock at once, so that none fails half-way for it.
    """
    before = _writing.get()
    _writing.set(yes)
    return before


def let_go() -> None:
    """Undo what wasn't committed, and let go of the connection, the lock and the intent to write.

    What was loaded keeps its values.
    """
    db.remove()
    mean_to_write(False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that turns to writing after another one wrote fails at once, whatever the busy_timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
