"""What every test can ask for."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from lms.app.factory import create_app
from lms.app.tables import METADATA
from lms.app.worker import wire as wire_worker
from lms.core import clock
from lms.core.db import db
from lms.core.limits import limiter
from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.people.models import Person, SignIn
from lms.people.queries import key_of
from lms.videos.revocations import known
from tests.kit.browser import browser, open_as, served
from tests.kit.cast import Cast, gather
from tests.kit.engines.s3 import s3 as s3_server
from tests.kit.engines.shares import share
from tests.kit.pages import Reader
from tests.kit.stream import stream

hypothesis.settings.register_profile("attune", deadline=None)  # how long something takes depends on the machine
hypothesis.settings.load_profile("attune")

__all__ = ["browser", "open_as", "served", "stream"]  # fixtures of every test that wants them


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process's app writes."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """Settings for tests; ATTUNE_TEST_… point them at other engines."""
    return Settings.from_environ(
        {
            "ATTUNE_ENV": "test",
            "ATTUNE_HOME": str(home),
            "ATTUNE_SECRET_KEY": "a secret that only tests know, long enough",
            **share("suite"),
        }
    )


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Flask:
    """The application, once a process, its tables made."""
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    app.test_client_class = Reader
    limiter.enabled = False
    wire_worker(app, settings)
    METADATA.create_all(db.get_bind())
    return app


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application over empty tables."""
    _empty()
    yield built_app
    db.remove()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody; see tests/kit/cast.py."""
    return gather()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, signed out."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """A browser in which the person is signed in."""

    def signed_in(person: Person) -> FlaskClient:
        secret = secrets.token_urlsafe(16)
        db.add(
            SignIn(key=key_of(secret), person_id=person.id, started_at=clock.now(), seen_at=clock.now(), browser="test")
        )
        db.commit()
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = secret
            session["_fresh"] = True
        db.remove()
        return client

    return signed_in


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    """The limits as people meet them, nothing counted yet. Tests are free of them otherwise."""
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.enabled = False


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement from here on, but for BEGIN, COMMIT and the like."""
    seen: list[str] = []
    bind = db.get_bind()

    def note(_connection, _cursor, statement: str, *_: object) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    yield seen
    event.remove(bind, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def far_store() -> Iterator[Storage]:
    """A media store on an S3 server of our own, whatever the suite itself runs on."""
    with s3_server() as bucket, pytest.MonkeyPatch.context() as environ:
        for name, value in bucket.environ.items():
            environ.setenv(name, value)
        opened = Storage(f"{bucket.url}/prefix")
        environ.undo()
        yield opened


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """A media store, in a folder and on S3."""
    return request.getfixturevalue("far_store") if request.param == "s3" else Storage((tmp_path / "media").as_uri())


def _empty() -> None:
    db.remove()
    known.forget()
    try:
        _delete_rows()
    except OperationalError:  # a page that was just closed was telling what was watched: PostgreSQL ends one of the two
        _delete_rows()


def _delete_rows() -> None:
    with db.get_bind().begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
        else:
            names = ", ".join(table.name for table in METADATA.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
