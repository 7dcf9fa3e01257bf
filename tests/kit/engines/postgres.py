"""PostgreSQL, Debian's newest that is installed. Sorted by language and guarded by a password, as a real one is."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.kit.engines.servers import Missing, room, server
from tests.kit.site import free_port

PACKAGE = "postgresql"
QUICKLY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # what a power cut takes is no loss here


def programs() -> Path:
    """Where initdb and postgres lie. Raises Missing."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    if not found:
        raise Missing("PostgreSQL isn't installed: apt install postgresql.")
    return Path(found).resolve().parent


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database, whose user may make others."""
    owner = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    here, port, password = programs(), free_port(), secrets.token_hex(16)
    with room("postgres", owner) as folder:
        _make(here, folder / "data", password, owner)
        url = f"postgresql://attune:{password}@127.0.0.1:{port}/postgres"
        settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *QUICKLY)
        words = [word for setting in settings for word in ("-c", setting)]
        command = [here / "postgres", "-D", folder / "data", *words]
        with server(command, lambda: _answers(url), folder, owner, ends_by=signal.SIGINT):  # SIGTERM waits for clients
            yield empty_database(url, "attune")


def empty_database(url: str, name: str) -> str:
    """The address of a database with this name beside the one at `url`. Whatever it holds is thrown away."""
    beside = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return beside


def _make(here: Path, data: Path, password: str, owner: str | None) -> None:
    secret = data.with_name("password")
    secret.write_text(password)
    if owner:
        shutil.chown(secret, owner)
    words = ["--username=attune", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8"]
    language = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]
    subprocess.run(
        [here / "initdb", "-D", data, *words, *language],
        cwd=data.parent,
        user=owner,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
